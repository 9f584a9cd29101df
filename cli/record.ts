/** A line of the output. */

import type { ErrorCode } from '../src/classifier/errors.ts'
import type { Prediction } from '../src/classifier/index.ts'
import {
  type AnsweredRecord,
  answeredRecord,
  type FailedRecord as SharedFailedRecord,
} from '../src/photos/export/record.ts'

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

export type FailedRecord = SharedFailedRecord<FailureCode>

export type PhotoRecord = AnsweredRecord | FailedRecord

/** @param model its name, with its digest */
export function toRecord(file: string, outcome: Outcome, model: string): PhotoRecord {
  if ('error' in outcome) return { file, error: outcome.error, model }
  const { predictions, width, height } = outcome.answer
  const [best, ...others] = predictions
  if (!best) return { file, error: { code: 'inference-failed', message: 'There is no best class.' }, model }
  return answeredRecord(file, { predictions: [best, ...others], width, height }, model)
}
