/** What to say first about a photo: a class, a group of classes, or that nothing fits. */
import { groupProbabilities, type Hierarchy, THING } from './hierarchy.ts'

/**
 * Chosen on calibration photos alone; docs/answers.md has the reliability of each range, and
 * `npm run reliability` measures it anew.
 */
export const THRESHOLDS = {
  /** From here a class is almost certain: 98 of 100 calibration photos. */
  certain: 0.9,
  /** From here a class is likely: it has more than all others together. */
  likely: 0.5,
  /** From here the best class is worth a guess. Below, about one calibration photo of five was right. */
  guess: 0.3,
  /** From here a group is told instead of a class that is not likely. */
  group: 0.85,
}

export type Confidence = 'certain' | 'likely' | 'guess'

/** Classes and groups by their indices, probabilities from 0 to 1. */
export type Headline =
  | { kind: 'class'; index: number; probability: number; confidence: Confidence }
  /** `best` is the most probable class of all, which need not be in the group. */
  | { kind: 'group'; group: number; probability: number; best: number; bestProbability: number }
  | { kind: 'unrecognised'; best: number; bestProbability: number }

/** How sure an answer of that probability is, in one of three words. */
export function confidenceOf(probability: number): Confidence {
  if (probability >= THRESHOLDS.certain) return 'certain'
  return probability >= THRESHOLDS.likely ? 'likely' : 'guess'
}

/**
 * The most specific group whose probability reaches the threshold; undefined where there is none. A threshold above
 * one half makes it the only one: of two groups that reach it, one holds the other.
 */
export function likelyGroup(
  { groups, roots }: Hierarchy,
  sums: ArrayLike<number>,
  threshold = THRESHOLDS.group,
): number | undefined {
  let found: number | undefined
  let next: number | undefined
  let inside = roots
  do {
    next = inside.find((group) => (sums[group] ?? 0) >= threshold)
    const group = next === undefined ? undefined : groups[next]
    if (group && group.id !== THING) found = next
    inside = group?.groups ?? []
  } while (next !== undefined)
  return found
}

/**
 * The rule of the headline. A class that is likely is told; else the most specific group that is; else the best class as
 * a guess, unless it is too weak even for that. Without the hierarchy, which may be late, it is always the best class.
 * @param probabilities of the classes, by index
 */
export function headline(probabilities: ArrayLike<number>, hierarchy: Hierarchy | null): Headline {
  let best = 0
  for (let i = 1; i < probabilities.length; i++)
    if ((probabilities[i] ?? 0) > (probabilities[best] ?? 0)) best = i
  const probability = probabilities[best] ?? 0
  const bestClass: Headline = {
    kind: 'class',
    index: best,
    probability,
    confidence: confidenceOf(probability),
  }
  if (!hierarchy || probability >= THRESHOLDS.likely) return bestClass
  const sums = groupProbabilities(hierarchy, probabilities)
  const group = likelyGroup(hierarchy, sums)
  if (group !== undefined)
    return { kind: 'group', group, probability: sums[group] ?? 0, best, bestProbability: probability }
  if (probability >= THRESHOLDS.guess) return bestClass
  return { kind: 'unrecognised', best, bestProbability: probability }
}
