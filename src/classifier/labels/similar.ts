import type { ClassLabel } from './class-index.ts'

/**
 * Reads the table of similar classes, `[[index, ...], ...]`: for each class others, the nearest first.
 * @throws TypeError when the JSON has another form or names a class that there is not
 */
export function parseSimilar(json: unknown, classes: number): number[][] {
  if (!Array.isArray(json) || json.length !== classes)
    throw new TypeError(`the similar classes are not a list of ${classes}`)
  return json.map((entry: unknown, index) => {
    if (!Array.isArray(entry)) throw new TypeError(`class ${index} has no list of similar ones`)
    const others = entry.filter(
      (other: unknown): other is number =>
        typeof other === 'number' &&
        Number.isInteger(other) &&
        other >= 0 &&
        other < classes &&
        other !== index,
    )
    if (others.length !== entry.length || new Set(others).size !== others.length)
      throw new TypeError(`class ${index} has similar ones that are no other classes`)
    return others
  })
}

/** The labels with the classes that each is easily taken for. */
export function withSimilar(labels: readonly ClassLabel[], similar: readonly number[][]): ClassLabel[] {
  return labels.map((label, index) => ({ ...label, similar: similar[index] ?? [] }))
}
