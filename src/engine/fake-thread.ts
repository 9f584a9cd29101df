/** A thread of the engine without a worker, for tests: it works when the test gives it a turn. */
import { runPart, startKernels } from './kernels.ts'
import type { Thread } from './recruit.ts'
import { atomicWords, type Member, takeTurn } from './team.ts'
import type { Enlistment } from './team-worker.ts'

const LOST = new Error('the part is lost')

export class FakeThread extends EventTarget implements Thread {
  isTerminated = false
  /** Parts that it has done. */
  parts = 0
  /** Whether it takes parts and never ends them. */
  losesParts = false
  private member: Member | undefined

  /** @param answers what it says when it is enlisted */
  constructor(private readonly answers: 'enlisted' | 'error' | 'refuses' = 'enlisted') {
    super()
  }

  postMessage(enlistment: Enlistment): void {
    if (this.answers === 'refuses') throw new DOMException('could not be cloned', 'DataCloneError')
    void this.enlist(enlistment)
  }

  private async enlist({ module, memory, control, steps, scratch, span, thread }: Enlistment) {
    const kernels = await startKernels(module, memory)
    this.member = {
      ...{ thread, span, steps: steps.length, spins: 0 },
      words: atomicWords(new Int32Array(memory.buffer, control.address, control.words)),
      work: (index, part, parts) => {
        if (this.losesParts) throw LOST
        const step = steps[index]
        if (step) runPart(kernels, step, part, parts, scratch)
        this.parts++
      },
    }
    if (this.answers === 'error') this.fail('out of memory')
    else this.say('enlisted')
  }

  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }

  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }))
  }

  /** One turn, unless it has ended. */
  takeTurn(): void {
    if (!this.member || this.isTerminated) return
    try {
      takeTurn(this.member)
    } catch (error) {
      if (error !== LOST) throw error
      this.member = undefined
    }
  }

  terminate(): void {
    this.isTerminated = true
  }
}
