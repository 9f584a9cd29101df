/** The classes in groups: WordNet's hypernyms, without those that say nothing (`scripts/hierarchy.ts`). */

export interface Group {
  /** WordNet id, such as `n02084071`. */
  id: string
  /** Such as `dog`. */
  name: string
  /** The name stands without an article: clothing, food. */
  mass: boolean
  /** The group above, by its index; `null` for a root. */
  parent: number | null
  /** The groups right below, by their indices. */
  groups: number[]
  /** The classes right below, by their indices. */
  classes: number[]
}

export interface Hierarchy {
  /** Each after its parent. */
  groups: Group[]
  /** Indices of the groups that have none above them. */
  roots: number[]
  /** For each class, the index of the group right above it. */
  groupOfClass: number[]
  /** What tells a class from others of its name, or its name from what it means elsewhere: 134 is a `bird`. */
  hints: ReadonlyMap<number, string>
}

/** WordNet ids of the two groups that the Keras tutorial tells apart. */
export const DOG = 'n02084071'
export const CAT = 'n02121808'
/** Of the root that holds all that is made, and therefore says nothing. */
export const THING = 'n00021939'

function isIndex(value: unknown, below: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < below
}

function parseGroup(entry: unknown, index: number): Omit<Group, 'groups' | 'classes'> {
  const [id, name, parent, mass]: unknown[] = Array.isArray(entry) ? entry : []
  if (typeof id !== 'string' || typeof name !== 'string' || (mass !== undefined && mass !== 'mass'))
    throw new TypeError(`group ${index} is not [id, name, parent, "mass"?]`)
  if (parent !== -1 && !isIndex(parent, index)) throw new TypeError(`group ${index} is not after its parent`)
  return { id, name, mass: mass === 'mass', parent: parent === -1 ? null : parent }
}

/**
 * Reads `hierarchy.json`: `groups` as `[id, name, index of the parent or -1, "mass"?]`, `classes` as the index of the
 * group right above each class, `hints` by class.
 * @throws TypeError when the JSON has another form
 */
export function parseHierarchy(json: unknown): Hierarchy {
  if (typeof json !== 'object' || json === null) throw new TypeError('the hierarchy is not a JSON object')
  const { groups: entries, classes, hints }: { groups?: unknown; classes?: unknown; hints?: unknown } = json
  if (!Array.isArray(entries) || !Array.isArray(classes) || typeof hints !== 'object' || hints === null)
    throw new TypeError('the hierarchy has no groups, classes or hints')
  const groups = entries.map((entry: unknown, index): Group => {
    return { ...parseGroup(entry, index), groups: [], classes: [] }
  })
  const roots: number[] = []
  groups.forEach(({ parent }, index) => {
    if (parent === null) roots.push(index)
    else groups[parent]?.groups.push(index)
  })
  const groupOfClass = classes.map((group: unknown, index) => {
    if (!isIndex(group, groups.length)) throw new TypeError(`class ${index} is in no group`)
    groups[group]?.classes.push(index)
    return group
  })
  const texts = Object.entries(hints).map(([index, hint]: [string, unknown]): [number, string] => {
    if (typeof hint !== 'string' || !isIndex(Number(index), classes.length))
      throw new TypeError(`the hint of class ${index} is none`)
    return [Number(index), hint]
  })
  return { groups, roots, groupOfClass, hints: new Map(texts) }
}

/** The hierarchy of ImageNet's 1000 classes; in a file of its own, which is fetched by this call. */
export async function loadHierarchy(): Promise<Hierarchy> {
  return parseHierarchy((await import('./hierarchy.json')).default)
}

/** The groups above a class, the narrowest first. */
export function groupsAbove(hierarchy: Hierarchy, classIndex: number): number[] {
  return groupsFrom(hierarchy, hierarchy.groupOfClass[classIndex])
}

/** Indices of a group and of those above it, the narrowest first. */
export function groupsFrom({ groups }: Hierarchy, group: number | undefined): number[] {
  const chain: number[] = []
  for (let at = group ?? null; at !== null; at = groups[at]?.parent ?? null) chain.push(at)
  return chain
}

/** Whether a group is the one of the WordNet id `ancestor`, or below it. */
export function isWithin({ groups }: Hierarchy, group: number, ancestor: string): boolean {
  for (let at: number | null = group; at !== null; at = groups[at]?.parent ?? null)
    if (groups[at]?.id === ancestor) return true
  return false
}

/** All classes in a group or below, rising. */
export function classesWithin(hierarchy: Hierarchy, ancestor: string): number[] {
  return hierarchy.groupOfClass.flatMap((group, index) =>
    isWithin(hierarchy, group, ancestor) ? [index] : [],
  )
}

/**
 * Probabilities of the groups: the sum over all classes below.
 * @param probabilities of the classes, by index
 * @returns by the groups' indices; the roots' sum is that of `probabilities`
 */
export function groupProbabilities(
  { groups, groupOfClass }: Hierarchy,
  probabilities: ArrayLike<number>,
): Float64Array {
  const sums = new Float64Array(groups.length)
  groupOfClass.forEach((group, index) => {
    sums[group] = (sums[group] ?? 0) + (probabilities[index] ?? 0)
  })
  // from the last to the first: a group comes after its parent
  for (let index = groups.length - 1; index >= 0; index--) {
    const parent = groups[index]?.parent ?? null
    if (parent !== null) sums[parent] = (sums[parent] ?? 0) + (sums[index] ?? 0)
  }
  return sums
}
