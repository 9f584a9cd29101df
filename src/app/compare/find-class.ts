import type { ClassLabel } from '../../classifier/index.ts'
import { displayName } from '../../words/format.ts'

/** A class as it stands in the list: its id tells it from others of the same name. */
export function optionText({ id, name }: ClassLabel): string {
  return `${displayName(name)}, ${id}`
}

/**
 * The class that a text means: an entry of the list, an id, or a name that only one class has.
 * @returns its index, or `undefined`
 */
export function findClass(text: string, classes: readonly ClassLabel[]): number | undefined {
  const wanted = displayName(text.trim().toLowerCase())
  const means = ({ id, name }: ClassLabel) => id === wanted || displayName(name).toLowerCase() === wanted
  const listed = classes.findIndex((label) => optionText(label).toLowerCase() === wanted)
  if (listed >= 0) return listed
  const found = classes.flatMap((label, index) => (means(label) ? [index] : []))
  return found.length === 1 ? found[0] : undefined
}
