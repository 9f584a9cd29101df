/** A photo's answer as a record, in the page's JSON Lines and in those of the command line. */
import type { Prediction } from '../../classifier/index.ts'
import { bestAnswer } from '../rest.ts'

export interface RecordPrediction {
  class_id: string
  class_name: string
  probability: number
}

/** The names of a best class are those of the tutorials' answers. */
export interface AnsweredRecord extends RecordPrediction {
  /** The photo's path. */
  file: string
  predictions: RecordPrediction[]
  /** Of the upright photo, pixels. */
  width: number
  height: number
  model: string
}

export interface FailedRecord<Code extends string = string> {
  file: string
  error: { code: Code; message: string }
  model: string
}

/** What is known of a photo that was answered. */
export interface RecordAnswer {
  /** By falling probability. */
  predictions: readonly [Prediction, ...Prediction[]]
  width: number
  height: number
}

function toPrediction(prediction: Prediction): RecordPrediction {
  return { ...bestAnswer(prediction), probability: prediction.probability }
}

export function answeredRecord(
  file: string,
  { predictions, width, height }: RecordAnswer,
  model: string,
): AnsweredRecord {
  const [best] = predictions
  return { file, ...toPrediction(best), predictions: predictions.map(toPrediction), width, height, model }
}
