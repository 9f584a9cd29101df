/** The main thread's side of a worker thread. */
import { Worker } from 'node:worker_threads'
import type { Build, EngineInput } from '../src/engine/index.ts'
import type { StartThread } from './pool.ts'
import type { Outcome } from './record.ts'

/** What a thread is started with. */
export interface ThreadData {
  /** ONNX, unpacked. */
  onnx: Uint8Array
  input: EngineInput
  /** Logits of the engine for the built-in picture. */
  selfTest: number[]
  /** The fastest first. */
  kernels: { build: Build; binary: Uint8Array }[]
}

export type FromThread = { kind: 'ready' } | { kind: 'outcome'; outcome: Outcome; isLost: boolean }

/** @returns a way to start threads of Node that have engines */
export function threadStarter(data: ThreadData): StartThread {
  return (events) => {
    const worker = new Worker(new URL('./start-worker.mjs', import.meta.url), { workerData: data })
    let reason: string | undefined
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'ready') events.ready()
      else events.outcome(message.outcome, message.isLost)
    })
    worker.on('error', (error) => {
      reason = error.message
    })
    worker.on('exit', (code) => events.ended(reason ?? `exit code ${code}`))
    return {
      post: (path) => worker.postMessage(path),
      end: () => void worker.terminate(),
    }
  }
}
