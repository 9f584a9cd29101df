/** "Measure on this device": every backend that is there, on one picture. */
import { checkPicture } from '../network/check-picture.ts'
import type { Backend } from './backends/backend.ts'
import { ClassifierError, messageOf } from './errors.ts'
import { softmax, topK } from './labels/softmax.ts'
import type { BackendName, Measurable, Measurement } from './types.ts'

/** Runs `work` while nothing else computes. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>

/** Of each backend, after one that does not count. A median of five: an interruption or two change nothing. */
const RUNS = 5

type Timed =
  /** Median, and `[classes]` of the picture. */
  | { backend: BackendName; milliseconds: number; logits: Float32Array }
  | { backend: BackendName; obstacle: string }

/**
 * Runs each backend on the same known picture. They take turns, so that what slows the device down for a while slows
 * all of them.
 * @param now milliseconds
 * @returns for each its time, or why it broke
 */
export async function timeBackends(
  backends: readonly Backend[],
  now: () => number,
  signal: AbortSignal,
): Promise<Timed[]> {
  const picture = checkPicture('noise')
  const seen = backends.map((backend) => ({
    backend,
    times: [] as number[],
    logits: new Float32Array(),
    obstacle: '',
  }))
  for (let run = 0; run <= RUNS; run++) {
    for (const one of seen) {
      if (one.obstacle) continue
      signal.throwIfAborted()
      const start = now()
      try {
        one.logits = (await one.backend.run(picture, {}, signal)).logits
        if (run > 0) one.times.push(now() - start)
      } catch (error) {
        if (signal.aborted) throw error
        one.obstacle = messageOf(error) || 'it gave no answer'
      }
    }
  }
  return seen.map(({ backend: { name }, times, logits, obstacle }) => {
    if (obstacle) return { backend: name, obstacle }
    return { backend: name, milliseconds: times.sort((a, b) => a - b)[RUNS >> 1] ?? Number.NaN, logits }
  })
}

/** How far `logits` are from those of the reference, as a person would see it. */
function agreement(logits: Float32Array, reference: Float32Array) {
  const ours = softmax(reference)
  const theirs = softmax(logits)
  const difference = theirs.reduce((worst, p, i) => Math.max(worst, Math.abs(p - (ours[i] ?? 0))), 0)
  return { difference, sameTop: topK(theirs, 1)[0] === topK(ours, 1)[0] }
}

/**
 * Agreement is with the engine, or with the first that ran where the engine did not.
 * @param bring fetches and starts another one, which is released here
 * @throws the signal's reason when aborted
 */
export async function measureBackends(
  measurable: readonly Measurable[],
  serving: Backend,
  bring: (name: BackendName) => Promise<Backend>,
  exclusive: Exclusive,
  signal: AbortSignal,
): Promise<Measurement[]> {
  const brought: Backend[] = []
  const obstacles: { backend: BackendName; obstacle: string }[] = []
  try {
    for (const { backend, obstacle } of measurable) {
      signal.throwIfAborted()
      if (obstacle !== undefined) obstacles.push({ backend, obstacle })
      else if (backend !== serving.name) {
        try {
          brought.push(await bring(backend))
        } catch (error) {
          if (signal.aborted) throw error
          obstacles.push({ backend, obstacle: messageOf(error) })
        }
      }
    }
    const timed = await exclusive(() => timeBackends([serving, ...brought], () => performance.now(), signal))
    const ran = timed.flatMap((one) => ('logits' in one ? one : []))
    const reference = ran.find(({ backend }) => backend === 'engine') ?? ran[0]
    if (!reference) throw new ClassifierError('inference-failed', 'No backend could be measured.')
    return [
      ...timed.map((one) => {
        if (!('logits' in one)) return one
        const { logits, ...time } = one
        return { ...time, agreement: agreement(logits, reference.logits) }
      }),
      ...obstacles,
    ]
  } finally {
    for (const backend of brought) void backend.release().catch(() => {})
  }
}
