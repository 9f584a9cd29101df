/** "Measure on this device": every backend that is there, on one picture. */
import type { Backend } from './backends/backend.ts'
import { timeBackends } from './backends/time-backends.ts'
import { ClassifierError } from './errors.ts'
import { softmax, topK } from './labels/softmax.ts'
import type { BackendName, Measurable, Measurement } from './types.ts'

/** Runs `work` while nothing else computes. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>

interface Measuring {
  measurable: readonly Measurable[]
  serving: Backend
  /** Fetches and starts another one, which is released here. */
  bring(name: BackendName): Promise<Backend>
  exclusive: Exclusive
  signal: AbortSignal
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
 * @throws the signal's reason when aborted
 */
export async function measureBackends({
  measurable,
  serving,
  bring,
  exclusive,
  signal,
}: Measuring): Promise<Measurement[]> {
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
          obstacles.push({ backend, obstacle: error instanceof Error ? error.message : String(error) })
        }
      }
    }
    const timed = await exclusive(() => timeBackends([serving, ...brought], () => performance.now(), signal))
    const ran = timed.flatMap((one) => ('logits' in one ? one : []))
    const reference = ran.find(({ backend }) => backend === 'engine') ?? ran[0]
    if (!reference) throw new ClassifierError('inference-failed', 'No backend could be measured.')
    return [
      ...timed.map((one) =>
        'logits' in one
          ? {
              backend: one.backend,
              milliseconds: one.milliseconds,
              agreement: agreement(one.logits, reference.logits),
            }
          : one,
      ),
      ...obstacles,
    ]
  } finally {
    for (const backend of brought) void backend.release().catch(() => {})
  }
}
