/** The classifier's public face: everything else in this folder is its own business. */

export { startBoundWorker, type WorkerPolicy } from './bound-worker.ts'
export {
  type Classified,
  type ClassifiedIterator,
  type ClassifyAllOptions,
  classifyAll,
} from './classify-all.ts'
export { type ClassifierOptions, createClassifier } from './client.ts'
export { savesData } from './environment.ts'
export { ClassifierError, type ErrorCode } from './errors.ts'
export { sha256 } from './files/sha256.ts'
export type { ClassLabel } from './labels/class-index.ts'
export { type Confidence, type Headline, headline, THRESHOLDS } from './labels/headline.ts'
export {
  CAT,
  classesWithin,
  DOG,
  type Group,
  groupProbabilities,
  groupsAbove,
  groupsFrom,
  type Hierarchy,
  isWithin,
  loadHierarchy,
  THING,
} from './labels/hierarchy.ts'
export { ownScript } from './own-scripts.ts'
export type { OpenPhoto } from './pixels.ts'
export { fitted } from './pixels.ts'
export { HEIC_DECODER_BYTES } from './source/heic-size.ts'
export type {
  ActivationMaps,
  BackendName,
  BackendNote,
  Classification,
  Classifier,
  ClassifyOptions,
  ComputeChoice,
  Look,
  Measurable,
  Measurement,
  ModelState,
  Prediction,
  Prepared,
  Priority,
  Region,
  Source,
  Timings,
  View,
  Want,
} from './types.ts'
