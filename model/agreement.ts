import { softmax, topK } from '../src/classifier/labels/softmax.ts'

/** How far two answers to the same photo agree. */
export interface Agreement {
  /** The expected answer's most probable class. */
  top: number
  /** Whether the other has the same. */
  same: boolean
  /** What the other gives that class. */
  probability: number
  /** Absolute change of that. */
  change: number
}

/** @param expected logits, as `logits` */
export function agreement(logits: Float32Array, expected: Float32Array): Agreement {
  const [top = -1] = topK(expected, 1)
  const probability = softmax(logits)[top] ?? 0
  const change = Math.abs(probability - (softmax(expected)[top] ?? 0))
  return { top, same: topK(logits, 1)[0] === top, probability, change }
}

export interface Summary {
  photos: number
  /** Share of the photos with the same most probable class. */
  same: number
  /** Of the most probable class' probability. */
  meanChange: number
  largestChange: number
}

export function summarize(agreements: readonly Agreement[]): Summary {
  const photos = agreements.length
  return {
    photos,
    same: agreements.filter(({ same }) => same).length / photos,
    meanChange: agreements.reduce((sum, { change }) => sum + change, 0) / photos,
    largestChange: agreements.reduce((most, { change }) => Math.max(most, change), 0),
  }
}

/** For a person. */
export function describeSummary({ photos, same, meanChange, largestChange }: Summary): string {
  return `${photos} photos: same top-1 ${(100 * same).toFixed(1)} %, change of the top-1 probability ${meanChange.toFixed(5)} on average, ${largestChange.toFixed(4)} at most`
}
