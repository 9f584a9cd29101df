/** A line of the output. */

import type { ErrorCode } from '../src/classifier/errors.ts'
import type { Prediction } from '../src/classifier/index.ts'
import { bestAnswer } from '../src/photos/rest.ts'

/** The classifier's codes, and what only a command line knows: no such file, a thread that ended or hung. */
export type FailureCode = ErrorCode | 'unreadable-file' | 'thread-lost' | 'timeout'

export interface Failure {
  code: FailureCode
  message: string
}

/** What is known of a photo that was answered. */
export interface Answer {
  /** By falling probability, five. */
  predictions: Prediction[]
  /** Of the upright photo, pixels. */
  width: number
  height: number
}

export type Outcome = { answer: Answer } | { error: Failure }

interface RecordPrediction {
  class_id: string
  class_name: string
  probability: number
}

/** The names of a best class are those of the tutorials' answers. */
export interface AnsweredRecord extends RecordPrediction {
  file: string
  predictions: RecordPrediction[]
  width: number
  height: number
  model: string
}

export interface FailedRecord {
  file: string
  error: Failure
  model: string
}

export type PhotoRecord = AnsweredRecord | FailedRecord

function toPrediction(prediction: Prediction): RecordPrediction {
  return { ...bestAnswer(prediction), probability: prediction.probability }
}

/** @param model its name, with its digest */
export function toRecord(file: string, outcome: Outcome, model: string): PhotoRecord {
  if ('error' in outcome) return { file, error: outcome.error, model }
  const { predictions, width, height } = outcome.answer
  const [best] = predictions
  if (!best) return { file, error: { code: 'inference-failed', message: 'There is no best class.' }, model }
  return { file, ...toPrediction(best), predictions: predictions.map(toPrediction), width, height, model }
}
