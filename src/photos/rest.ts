/** Answers in the form of the REST tutorials, under the names that their readers know. */
import type { Prediction } from '../classifier/index.ts'

/** The answer of the PyTorch tutorial's `POST /predict`. */
export interface BestAnswer {
  class_id: string
  class_name: string
}

/** The answer of the Keras tutorial's `POST /predict`. */
export interface Answers {
  predictions: { label: string; probability: number }[]
  success: true
}

export function bestAnswer({ classId, className }: Pick<Prediction, 'classId' | 'className'>): BestAnswer {
  return { class_id: classId, class_name: className }
}

/** All of `predictions`, in their order. */
export function answers(predictions: readonly Pick<Prediction, 'className' | 'probability'>[]): Answers {
  return {
    predictions: predictions.map(({ className, probability }) => ({ label: className, probability })),
    success: true,
  }
}
