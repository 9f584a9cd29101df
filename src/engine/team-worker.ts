/** A thread of the engine: says that it is there, starts its kernels when told, and works until it is terminated. */
import { runPart, type Step, startKernels } from './kernels.ts'
import { atomicWords, SPINS, serve } from './team.ts'

/** What a thread is told, once the network is known. */
export interface Enlistment {
  module: WebAssembly.Module
  /** Shared. */
  memory: WebAssembly.Memory
  steps: Step[]
  /** Address and number of the control words. */
  control: { address: number; words: number }
  span: number
  thread: number
  /** Address of memory for the thread's own use. */
  scratch: number
}

/** What a thread says: that its script runs, and that it is ready to work. */
export type ThreadMessage = 'started' | 'enlisted'

/** Of the worker's global scope, what is used here: the DOM library types `self` as a window. */
interface Scope {
  postMessage(message: ThreadMessage): void
  addEventListener(type: 'message', listener: (event: MessageEvent<Enlistment>) => void): void
}
declare const self: Scope

async function work({ module, memory, control, steps, scratch, span, thread }: Enlistment): Promise<void> {
  const kernels = await startKernels(module, memory)
  const words = atomicWords(new Int32Array(memory.buffer, control.address, control.words))
  self.postMessage('enlisted')
  serve({
    ...{ words, thread, span, steps: steps.length, spins: SPINS },
    work(index, part, parts) {
      const step = steps[index]
      if (step) runPart(kernels, step, part, parts, scratch)
    },
  })
}

// An error becomes one of the worker, which its owner hears.
self.addEventListener('message', ({ data }) => {
  work(data).catch((error: unknown) => {
    setTimeout(() => {
      throw error
    })
  })
})
self.postMessage('started')
