/** A thread's place in the team. */
import { runPart, type Step, startKernels } from './kernels.ts'
import { atomicWords, CONTROL_WORDS, type Member, SPINS } from './team.ts'

/** What a thread is told, once the network is known. */
export interface Enlistment {
  module: WebAssembly.Module
  memory: WebAssembly.Memory
  steps: Step[]
  /** Address of the control words. */
  control: number
  span: number
  thread: number
  /** Address of memory for the thread's own use. */
  scratch: number
}

/** Starts the thread's kernels. */
export async function startMember(enlistment: Enlistment): Promise<Member> {
  const { module, memory, control, steps, scratch, span, thread } = enlistment
  const kernels = await startKernels(module, memory)
  return {
    words: atomicWords(new Int32Array(memory.buffer, control, CONTROL_WORDS)),
    ...{ thread, span, steps: steps.length, spins: SPINS },
    work(index, part, parts) {
      const step = steps[index]
      if (step) runPart(kernels, step, part, parts, scratch)
    },
  }
}
