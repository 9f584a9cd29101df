import type { Classification } from '../../classifier/index.ts'
import { type Evidence, evidence, type Range, rangeOf, type Term } from './evidence.ts'

/** What speaks for a class in an answer's photo. */
export function classEvidence(
  { looks, width, height }: Pick<Classification, 'looks' | 'width' | 'height'>,
  terms: readonly Term[],
): Evidence {
  return evidence(looks, terms, { width, height })
}

/** One scale for the answer's best classes, so that their maps can be compared. */
export function sharedRange(classification: Classification): Range {
  return rangeOf(
    classification.predictions.map(({ index }) => classEvidence(classification, [{ index, weight: 1 }])),
  )
}
