import { ownScript } from '../../src/classifier/own-scripts.ts'
import type { Answer, Question } from './worker.ts'
import workerUrl from './worker.ts?worker&url'

declare global {
  interface Window {
    askEngine: typeof askEngine
  }
}

/** Starts a worker with the engine, asks it and ends it. */
function askEngine(question: Question): Promise<Answer> {
  const worker = new Worker(ownScript(new URL(workerUrl, import.meta.url)), { type: 'module' })
  return new Promise<Answer>((resolve, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(event.message)))
    worker.addEventListener('message', ({ data }: MessageEvent<Answer | { error: string }>) => {
      if ('error' in data) reject(new Error(data.error))
      else resolve(data)
    })
    worker.postMessage(question)
  }).finally(() => worker.terminate())
}

window.askEngine = askEngine
