import type { Enlistment } from './member.ts'
import type { ThreadMessage } from './team-worker.ts'

/** A thread that has not answered by then does not. Milliseconds. */
const PATIENCE = 10_000

/** Of `Worker`, what is used here. */
export type Thread = Pick<Worker, 'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'>

/** Starts a module worker. */
export type StartWorker = (script: URL, name: string) => Thread

/** @throws Error when the thread fails first, or says nothing for long */
function answer(thread: Thread, expected: ThreadMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (finish: () => void) => {
      clearTimeout(timer)
      thread.removeEventListener('message', onMessage)
      thread.removeEventListener('error', onError)
      finish()
    }
    const onMessage = ({ data }: MessageEvent<unknown>) => {
      if (data === expected) end(resolve)
    }
    const onError = (event: ErrorEvent) => {
      event.preventDefault()
      end(() => reject(new Error(event.message || 'The script of the engine’s threads could not be loaded.')))
    }
    const timer = setTimeout(
      () => end(() => reject(new Error('A thread of the engine did not start in time.'))),
      PATIENCE,
    )
    thread.addEventListener('message', onMessage)
    thread.addEventListener('error', onError)
  })
}

/** Ends threads, whatever they do. */
export function dismiss(threads: readonly Thread[]): void {
  for (const thread of threads) thread.terminate()
}

/** Whether threads can share memory here and this one may wait for them, which a page's own thread must not. */
export function canRecruit(): boolean {
  return globalThis.crossOriginIsolated === true && 'WorkerGlobalScope' in globalThis
}

/** Waits for all, and ends all threads where one fails. */
async function allOrNone(threads: readonly Thread[], ready: Promise<void>[]): Promise<void> {
  try {
    await Promise.all(ready)
  } catch (error) {
    dismiss(threads)
    throw error
  }
}

/**
 * Starts threads, which then wait to be enlisted.
 * @throws Error when not all of them start; none is left then
 */
export async function recruit(count: number, script: URL, startWorker: StartWorker): Promise<Thread[]> {
  const threads: Thread[] = []
  const started = Array.from({ length: count }, async (_, i) => {
    const thread = startWorker(script, `engine-${i + 1}`)
    threads.push(thread)
    await answer(thread, 'started')
  })
  await allOrNone(threads, started)
  return threads
}

/**
 * Tells each thread its work; they wait for the first run then.
 * @throws Error when one of them fails; none is left then
 */
export async function enlist(threads: readonly Thread[], enlistments: readonly Enlistment[]): Promise<void> {
  const enlisted = threads.map(async (thread, i) => {
    // posted first: what throws here must leave no answer that nobody waits for
    thread.postMessage(enlistments[i])
    await answer(thread, 'enlisted')
  })
  await allOrNone(threads, enlisted)
}
