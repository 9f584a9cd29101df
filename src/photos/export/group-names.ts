import { groupsAbove, type Hierarchy, THING } from '../../classifier/index.ts'

/** Names of the groups above a class, the widest first, without the one that only says that it is a thing. */
export function groupNames(hierarchy: Hierarchy, classIndex: number): string[] {
  return groupsAbove(hierarchy, classIndex)
    .flatMap((index) => hierarchy.groups[index] ?? [])
    .filter(({ id }) => id !== THING)
    .map(({ name }) => name)
    .reverse()
}
