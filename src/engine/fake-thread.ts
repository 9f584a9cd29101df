/** A thread of the engine without a worker, for tests: it works when the test gives it a turn. */
import { type Enlistment, startMember } from './member.ts'
import type { Thread } from './recruit.ts'
import { type Member, takeTurn } from './team.ts'

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

  private async enlist(enlistment: Enlistment) {
    const member = await startMember(enlistment)
    const work: Member['work'] = (step, part, parts) => {
      if (this.losesParts) throw LOST
      member.work(step, part, parts)
      this.parts++
    }
    this.member = { ...member, spins: 0, work }
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
