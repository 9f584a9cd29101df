/** Deals photos out to threads, each at most two; a photo that ends its thread gets an error, and another one goes on. */
import type { PhotoFile } from './files.ts'
import type { Failure, Outcome } from './record.ts'

/** What a thread tells. Outcomes come in the order of the photos. */
export interface ThreadEvents {
  ready(): void
  /** @param isLost the thread may be damaged and is not to be used any more */
  outcome(outcome: Outcome, isLost: boolean): void
  ended(reason: string): void
}

export interface Thread {
  /** Sends the path of a photo. */
  post(path: string): void
  /** Ends it, whatever it does. */
  end(): void
}

export type StartThread = (events: ThreadEvents) => Thread

/** Calls once, later. @returns a way to call it off */
export type Later = (call: () => void, seconds: number) => () => void

export interface PoolOptions {
  photos: readonly PhotoFile[]
  workers: number
  start: StartThread
  /** Told each photo's outcome, once; no more photos are dealt out before it is done. */
  onOutcome(photo: PhotoFile, outcome: Outcome): Promise<void>
  /** Aborted, it deals no more photos out and ends with those that were begun. */
  signal?: AbortSignal
  later?: Later
}

/** A second one is read while the first is classified. */
const AHEAD = 2

/** Seconds for one photo. The largest take some ten. */
const TIMEOUT = 180

const timers: Later = (call, seconds) => {
  const timer = setTimeout(call, seconds * 1000)
  return () => clearTimeout(timer)
}

/** A thread, and what it is doing. */
interface Member {
  thread: Thread
  isReady: boolean
  /** Nothing that it says counts any more. */
  isGone: boolean
  /** Sent and not answered, in their order. */
  sent: PhotoFile[]
  /** Answered, and being told. */
  telling: number
  callOff: () => void
}

class Pool {
  readonly #options: PoolOptions
  readonly #later: Later
  readonly #members = new Set<Member>()
  /** Were with a thread that has ended. */
  readonly #returned: PhotoFile[] = []
  #next = 0
  #telling = 0
  readonly #done: () => void
  readonly #fail: (error: unknown) => void

  constructor(options: PoolOptions, done: () => void, fail: (error: unknown) => void) {
    this.#options = options
    this.#later = options.later ?? timers
    this.#done = done
    this.#fail = (error) => {
      this.#endAll()
      fail(error)
    }
  }

  begin(): void {
    const { workers, photos } = this.#options
    for (let i = 0; i < Math.min(workers, photos.length); i++) this.#hire()
    this.#finishIfDone()
  }

  /** After the signal: threads that have nothing to do end at once. */
  stop(): void {
    this.#finishIfDone()
  }

  #isLeft(): boolean {
    if (this.#options.signal?.aborted) return false
    return this.#returned.length > 0 || this.#next < this.#options.photos.length
  }

  #take(): PhotoFile | undefined {
    if (!this.#isLeft()) return undefined
    return this.#returned.shift() ?? this.#options.photos[this.#next++]
  }

  #hire(): void {
    const member: Member = {
      thread: { post() {}, end() {} },
      isReady: false,
      isGone: false,
      sent: [],
      telling: 0,
      callOff() {},
    }
    this.#members.add(member)
    member.thread = this.#options.start({
      ready: () => {
        member.isReady = true
        this.#fill(member)
      },
      outcome: (outcome, isLost) => {
        if (!member.isGone) this.#answer(member, outcome, isLost)
      },
      ended: (reason) => {
        if (member.isGone) return
        const message = `The thread of this photo has ended: ${reason}.`
        if (member.isReady) this.#replace(member, { code: 'thread-lost', message })
        else this.#fail(new Error(`A thread can't be started: ${reason}`))
      },
    })
  }

  #fill(member: Member): void {
    while (member.isReady && !member.isGone && member.sent.length + member.telling < AHEAD) {
      const photo = this.#take()
      if (!photo) break
      member.sent.push(photo)
      member.thread.post(photo.path)
      if (member.sent.length === 1) this.#watch(member)
    }
    this.#finishIfDone()
  }

  /** Gives the first photo that the thread has its time. */
  #watch(member: Member): void {
    member.callOff()
    if (member.sent.length === 0) return
    const message = `There was no answer within ${TIMEOUT} seconds.`
    member.callOff = this.#later(() => this.#replace(member, { code: 'timeout', message }), TIMEOUT)
  }

  #answer(member: Member, outcome: Outcome, isLost: boolean): void {
    const photo = member.sent.shift()
    this.#watch(member)
    if (photo) this.#tell(member, photo, outcome)
    if (isLost) this.#replace(member)
  }

  #tell(member: Member, photo: PhotoFile, outcome: Outcome): void {
    member.telling++
    this.#telling++
    this.#options.onOutcome(photo, outcome).then(() => {
      member.telling--
      this.#telling--
      this.#fill(member)
    }, this.#fail)
  }

  /** Puts another thread in a member's place. @param failure of the photo that it was at */
  #replace(member: Member, failure?: Failure): void {
    member.isGone = true
    member.callOff()
    member.thread.end()
    this.#members.delete(member)
    const photo = failure && member.sent.shift()
    this.#returned.push(...member.sent.splice(0))
    if (photo) this.#tell(member, photo, { error: failure })
    if (this.#isLeft()) this.#hire()
    this.#finishIfDone()
  }

  #finishIfDone(): void {
    if (this.#isLeft() || this.#telling > 0) return
    for (const { sent } of this.#members) if (sent.length > 0) return
    this.#endAll()
    this.#done()
  }

  #endAll(): void {
    for (const member of this.#members) {
      member.isGone = true
      member.callOff()
      member.thread.end()
    }
    this.#members.clear()
  }
}

/**
 * Classifies photos on threads.
 * @throws Error when a thread can't be started, or what `onOutcome` throws
 */
export function runPool(options: PoolOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const pool = new Pool(options, resolve, reject)
    options.signal?.addEventListener('abort', () => pool.stop(), { once: true })
    pool.begin()
  })
}
