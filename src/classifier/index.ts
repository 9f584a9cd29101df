/** The classifier's public face: everything else in this folder is its own business. */

export { startBoundWorker, type WorkerPolicy } from './bound-worker.ts'
export { type ClassifierOptions, createClassifier } from './create.ts'
export { ClassifierError, type ErrorCode } from './errors.ts'
export { ownScript } from './own-scripts.ts'
export type {
  BackendName,
  BackendNote,
  Classification,
  Classifier,
  ClassifyOptions,
  ModelState,
  Prediction,
  Timings,
} from './types.ts'
