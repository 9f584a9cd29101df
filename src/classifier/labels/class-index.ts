/** A class of ImageNet: WordNet id and name, such as `n02124075` and `Egyptian_cat`. */
export interface ClassLabel {
  id: string
  name: string
  /** Indices of the classes that it is easily taken for, the nearest first, where they are known. */
  similar?: readonly number[]
}

/**
 * Reads Keras' class index, `{"0": ["n01440764", "tench"], ...}`.
 * @returns labels in the order of the network's outputs
 * @throws TypeError when the JSON has another form or another number of classes
 */
export function parseClassIndex(json: unknown, classes: number): ClassLabel[] {
  if (typeof json !== 'object' || json === null) throw new TypeError('the class index is not a JSON object')
  const entries = new Map(Object.entries(json))
  if (entries.size !== classes)
    throw new TypeError(`the class index names ${entries.size} classes, not ${classes}`)
  return Array.from({ length: classes }, (_, index) => {
    const entry: unknown = entries.get(String(index))
    if (!Array.isArray(entry)) throw new TypeError(`the class index has no class ${index}`)
    const [id, name]: unknown[] = entry
    if (typeof id !== 'string' || !/^n\d{8}$/.test(id) || typeof name !== 'string' || name === '') {
      throw new TypeError(`class ${index} of the class index is not [WordNet id, name]`)
    }
    return { id, name }
  })
}
