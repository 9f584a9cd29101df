/** A thread of the engine: starts its kernels, says so, and works until it is terminated. */
import { startKernels } from './kernels.ts'
import type { Step } from './step.ts'
import { serve } from './team.ts'

/** What a thread is told. */
export interface Enlistment {
  /** The kernels' builds. */
  modules: WebAssembly.Module[]
  /** Shared. */
  memory: WebAssembly.Memory
  steps: Step[]
  /** Address and number of the control words. */
  control: { address: number; words: number }
  thread: number
  threads: number
  scratch: number
}

/** Of the worker's global scope, what is used here: the DOM library types `self` as a window. */
interface Scope {
  postMessage(message: 'ready'): void
  addEventListener(type: 'message', listener: (event: MessageEvent<Enlistment>) => void): void
}
declare const self: Scope

async function work({ modules, memory, control, ...rest }: Enlistment): Promise<void> {
  const builds = await Promise.all(modules.map((module) => startKernels(module, memory)))
  self.postMessage('ready')
  serve({ ...rest, builds, control: new Int32Array(memory.buffer, control.address, control.words) })
}

self.addEventListener('message', ({ data }) => void work(data))
