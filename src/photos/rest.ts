/** Answers in the form of the REST tutorials, under the names that their readers know. */
import type { Prediction } from '../classifier/index.ts'

/** The answer of the PyTorch tutorial's `POST /predict`. */
export function bestAnswer({ classId, className }: Pick<Prediction, 'classId' | 'className'>) {
  return { class_id: classId, class_name: className }
}

/** The answer of the Keras tutorial's `POST /predict`: all of `predictions`, in their order. */
export function answers(predictions: readonly Pick<Prediction, 'className' | 'probability'>[]) {
  return {
    predictions: predictions.map(({ className, probability }) => ({ label: className, probability })),
    success: true,
  }
}
