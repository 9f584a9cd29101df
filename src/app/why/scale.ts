import type { FullClassification } from '../../photos/item.ts'
import { type Evidence, evidence, type Range, rangeOf, type Term } from './evidence.ts'

/** What speaks for a class in an answer's photo. */
export function classEvidence(
  { looks, width, height }: Pick<FullClassification, 'looks' | 'width' | 'height'>,
  terms: readonly Term[],
): Evidence {
  return evidence(looks, terms, { width, height })
}

/** Ranges that are known: to find one takes some ten milliseconds. */
const ranges = new WeakMap<FullClassification, Range>()

/** One scale for the answer's best classes, so that their maps can be compared. */
export function sharedRange(classification: FullClassification): Range {
  const known = ranges.get(classification)
  if (known) return known
  const range = rangeOf(
    classification.predictions.map(({ index }) => classEvidence(classification, [{ index, weight: 1 }])),
  )
  ranges.set(classification, range)
  return range
}
