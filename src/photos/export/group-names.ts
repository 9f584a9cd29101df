import { type Hierarchy, THING } from '../../classifier/index.ts'

/**
 * Names of groups, the widest first, without the one that only says that it is a thing.
 * @param chain indices, the narrowest first: `groupsAbove` a class, or `groupsFrom` a group
 */
export function groupNames({ groups }: Hierarchy, chain: readonly number[]): string[] {
  return chain
    .flatMap((index) => groups[index] ?? [])
    .filter(({ id }) => id !== THING)
    .map(({ name }) => name)
    .reverse()
}
