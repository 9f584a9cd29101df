import type { Enlistment } from './team-worker.ts'

/** A thread that has not started by then does not. Milliseconds. */
const PATIENCE = 10_000

function started(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('A thread of the engine did not start in time.')),
      PATIENCE,
    )
    worker.addEventListener('message', () => {
      clearTimeout(timer)
      resolve()
    })
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      clearTimeout(timer)
      reject(new Error(event.message || 'The script of the engine’s threads could not be loaded.'))
    })
  })
}

/** Whether threads can share memory here and this one may wait for them, which a page's own thread must not. */
export function canRecruit(): boolean {
  return globalThis.crossOriginIsolated === true && 'WorkerGlobalScope' in globalThis
}

/**
 * Starts the other threads.
 * @throws Error when not all of them start; none is left then
 */
export async function recruit(
  enlistments: Enlistment[],
  startWorker: (script: URL, name: string) => Worker,
): Promise<Worker[]> {
  const { default: url } = await import('./team-worker.ts?worker&url')
  // The bundler's address is relative to this file.
  const script = new URL(url, import.meta.url)
  const workers: Worker[] = []
  try {
    const ready = enlistments.map((enlistment) => {
      const worker = startWorker(script, `engine-${enlistment.thread}`)
      workers.push(worker)
      worker.postMessage(enlistment)
      return started(worker)
    })
    await Promise.all(ready)
    return workers
  } catch (error) {
    for (const worker of workers) worker.terminate()
    throw error
  }
}
