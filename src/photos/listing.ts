/** Which of many photos are listed, and in which order. Plain data. */
import { groupsAbove, type Hierarchy } from '../classifier/index.ts'
import { isOpen, isRetriable } from './collection.ts'
import type { BriefAnswer, Item } from './item.ts'

/** How sure an answer is. A group of classes, told for want of a class, is likely; a guess is not. */
export type Sureness = 'certain' | 'likely' | 'unsure'

/** What an item is counted under. */
export type Outcome = Sureness | 'failed' | 'open'

export const OUTCOMES: readonly Outcome[] = ['certain', 'likely', 'unsure', 'failed', 'open']

export type Order = 'added' | 'name' | 'newest' | 'kind' | 'sure' | 'unsure'

export const ORDERS: readonly Order[] = ['added', 'name', 'newest', 'kind', 'sure', 'unsure']

export interface Filter {
  outcome: Outcome | 'all'
  /** A group or a class, by its index: what the best prediction has to be. */
  shows: { group: number } | { class: number } | undefined
  /** In the file's name or the answer's, in any case. */
  text: string
  order: Order
}

export const ALL: Filter = { outcome: 'all', shows: undefined, text: '', order: 'added' }

export function sureness({ headline }: BriefAnswer): Sureness {
  if (headline.kind === 'group') return 'likely'
  if (headline.kind === 'unrecognised' || headline.confidence === 'guess') return 'unsure'
  return headline.confidence
}

/** What was called off has no answer either. */
export function outcomeOf({ brief }: Item): Outcome {
  if (brief.status === 'answered') return sureness(brief.answer)
  return brief.status === 'failed' ? 'failed' : 'open'
}

const bestOf = ({ brief }: Item) => (brief.status === 'answered' ? brief.answer.predictions[0] : undefined)

export interface Counts {
  all: number
  outcomes: Record<Outcome, number>
  /** Still to be answered: neither failed nor called off. */
  left: number
  /** Called off, or failed in a way that may pass. */
  retriable: number
}

export function countItems(items: readonly Item[]): Counts {
  const outcomes: Counts['outcomes'] = { certain: 0, likely: 0, unsure: 0, failed: 0, open: 0 }
  let left = 0
  let retriable = 0
  for (const item of items) {
    outcomes[outcomeOf(item)] += 1
    if (isOpen(item)) left += 1
    if (isRetriable(item)) retriable += 1
  }
  return { all: items.length, outcomes, left, retriable }
}

/** How many items show each class and each group that there is any of, by their indices. */
export function countKinds(items: readonly Item[], hierarchy: Hierarchy | null) {
  const classes = new Map<number, { name: string; count: number }>()
  const groups = new Map<number, number>()
  for (const item of items) {
    const best = bestOf(item)
    if (!best) continue
    const { count } = classes.get(best.index) ?? { count: 0 }
    classes.set(best.index, { name: best.className, count: count + 1 })
    if (!hierarchy) continue
    for (const group of groupsAbove(hierarchy, best.index)) groups.set(group, (groups.get(group) ?? 0) + 1)
  }
  return { classes, groups }
}

/** @returns the items that fit, in their order */
export function listItems(
  items: readonly Item[],
  { outcome, shows, text, order }: Filter,
  hierarchy: Hierarchy | null,
): readonly Item[] {
  const wanted = text.trim().toLowerCase()
  const listed = items.filter((item) => {
    if (outcome !== 'all' && outcomeOf(item) !== outcome) return false
    if (shows && !isShown(item, shows, hierarchy)) return false
    return wanted === '' || textOf(item).includes(wanted)
  })
  return order === 'added' ? listed : listed.sort(COMPARE[order])
}

function isShown(item: Item, shows: NonNullable<Filter['shows']>, hierarchy: Hierarchy | null): boolean {
  const best = bestOf(item)
  if (!best) return false
  if ('class' in shows) return best.index === shows.class
  return hierarchy !== null && groupsAbove(hierarchy, best.index).includes(shows.group)
}

function textOf(item: Item): string {
  return `${pathOf(item.source)}\n${(bestOf(item)?.className ?? '').replaceAll('_', ' ')}`.toLowerCase()
}

/** With its folders, where it came in one. */
export function pathOf({ name, webkitRelativePath }: File): string {
  return webkitRelativePath || name
}

/** `photo 9` comes before `photo 10`. */
const collator = new Intl.Collator('en', { numeric: true })

/** What has no answer comes last. */
const probability = (item: Item, none: number) => bestOf(item)?.probability ?? none

const byName = (a: Item, b: Item) => collator.compare(pathOf(a.source), pathOf(b.source))

/** U+FFFF comes after all names. */
const kind = (item: Item) => bestOf(item)?.className ?? '\uffff'

const COMPARE: Record<Exclude<Order, 'added'>, (a: Item, b: Item) => number> = {
  name: byName,
  newest: (a, b) => b.source.lastModified - a.source.lastModified,
  kind: (a, b) => (kind(a) === kind(b) ? byName(a, b) : kind(a) < kind(b) ? -1 : 1),
  sure: (a, b) => probability(b, -1) - probability(a, -1),
  unsure: (a, b) => probability(a, 2) - probability(b, 2),
}
