import { ClassifierError } from '../errors.ts'
import { CLASS_INDEX, type ClassLabel } from './class-index.ts'

/**
 * Reads the table of similar classes, `[[index, ...], ...]`: for each class others, the nearest first.
 * @throws TypeError when the JSON has another form or names a class that there is not
 */
export function parseSimilar(json: unknown, classes: number): number[][] {
  if (!Array.isArray(json) || json.length !== classes)
    throw new TypeError(`the similar classes are not a list of ${classes}`)
  return json.map((entry: unknown, index) => {
    if (!Array.isArray(entry)) throw new TypeError(`class ${index} has no list of similar ones`)
    const isOther = (other: unknown) =>
      Number.isInteger(other) && Number(other) >= 0 && Number(other) < classes && other !== index
    if (!entry.every(isOther) || new Set(entry).size !== entry.length)
      throw new TypeError(`class ${index} has similar ones that are no other classes`)
    return entry
  })
}

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
    const others = parseSimilar(table, classes)
    return CLASS_INDEX.map((label, index) => ({ ...label, similar: others[index] ?? [] }))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ClassifierError('model-corrupt', `The table of similar classes can't be read: ${reason}.`, {
      cause,
    })
  }
}
