/** Finds classes by their names, their other names, the groups they are in, or their WordNet id. */
import { type ClassLabel, groupsAbove, type Hierarchy } from '../../classifier/index.ts'
import { fullName } from '../answer/headline-text.ts'

/** What of each class is searched, by index. */
export function searchTexts(
  classes: readonly ClassLabel[],
  hierarchy: Hierarchy,
  synonyms: readonly string[],
): string[] {
  return classes.map(({ id, name }, index) => {
    const groups = groupsAbove(hierarchy, index).map((group) => hierarchy.groups[group]?.name ?? '')
    const own = [fullName({ index, className: name }, hierarchy), synonyms[index] ?? '', id]
    return [...own, ...groups].join('\n').toLowerCase()
  })
}

/** Classes in whose text every word of the query begins some word. All of them when there is none. */
export function findClasses(texts: readonly string[], query: string): Set<number> {
  const wanted = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const matches = (text: string) => wanted.every((word) => startsAWord(text, word))
  return new Set(texts.flatMap((text, index) => (matches(text) ? [index] : [])))
}

function startsAWord(text: string, start: string): boolean {
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true
  return false
}
