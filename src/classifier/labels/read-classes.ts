import { ClassifierError } from '../errors.ts'
import { CLASS_INDEX, type ClassLabel } from './class-index.ts'
import { parseSimilar, withSimilar } from './similar.ts'

/**
 * ImageNet's classes with those that each is easily taken for.
 * @param similar the bytes of the model's table of similar classes, JSON
 * @param classes how many the model knows
 * @throws ClassifierError `model-corrupt`
 */
export function readClasses(similar: Uint8Array, classes: number): ClassLabel[] {
  if (classes !== CLASS_INDEX.length) {
    throw new ClassifierError('model-corrupt', `The model has ${classes} classes, not ImageNet's 1000.`)
  }
  try {
    const table: unknown = JSON.parse(new TextDecoder().decode(similar))
    return withSimilar(CLASS_INDEX, parseSimilar(table, classes))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ClassifierError('model-corrupt', `The table of similar classes can't be read: ${reason}.`, {
      cause,
    })
  }
}
