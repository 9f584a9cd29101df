/** How fast backends are beside each other, and whether they agree. */
import { checkPicture } from '../../network/check-picture.ts'
import type { BackendName } from '../types.ts'
import type { Backend } from './backend.ts'

/** Of each backend, after one that does not count. A median of five: an interruption or two change nothing. */
const RUNS = 5

export interface Timed {
  backend: BackendName
  /** Median, milliseconds. */
  milliseconds: number
  /** Of the picture, `[classes]`. */
  logits: Float32Array
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

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
): Promise<(Timed | { backend: BackendName; obstacle: string })[]> {
  const picture = checkPicture('noise')
  const times = new Map<Backend, number[]>(backends.map((backend) => [backend, []]))
  const logits = new Map<Backend, Float32Array>()
  const broken = new Map<Backend, string>()
  for (let run = 0; run <= RUNS; run++) {
    for (const backend of backends) {
      if (broken.has(backend)) continue
      signal.throwIfAborted()
      const start = now()
      try {
        const result = await backend.run(picture, {}, signal)
        if (run > 0) times.get(backend)?.push(now() - start)
        logits.set(backend, result.logits)
      } catch (error) {
        if (signal.aborted) throw error
        broken.set(backend, error instanceof Error ? error.message : String(error))
      }
    }
  }
  return backends.map((backend) => {
    const found = logits.get(backend)
    const obstacle = broken.get(backend)
    return found && obstacle === undefined
      ? { backend: backend.name, milliseconds: median(times.get(backend) ?? []), logits: found }
      : { backend: backend.name, obstacle: obstacle ?? 'it gave no answer' }
  })
}
