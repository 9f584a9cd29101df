import { describe, expect, it } from 'vitest'
import { type Call, explore, WrongOrder } from './interleavings.ts'
import {
  atomicWords,
  breakTeam,
  CONTROL_WORDS,
  closeRun,
  DONE,
  type Member,
  NEXT,
  openTeam,
  partsFor,
  RUN,
  type RunShape,
  serve,
  serveTurn,
  spanOf,
  startRun,
  TeamBroken,
  takeTurn,
  type Words,
} from './team.ts'

const STEPS = 2
/** Behind the control words, what the work notes of each step: a digit for each part that was begun, and parts ended. */
const begunWord = (step: number) => CONTROL_WORDS + 2 * step
const endedWord = (step: number) => CONTROL_WORDS + 2 * step + 1
const ALL_WORDS = CONTROL_WORDS + 2 * STEPS

/** Complains where a part is done twice, or before the steps before it are done. */
function notingWork(words: Words, parts: number, stride: number): Member['work'] {
  return (step, part, count) => {
    if (count !== parts) throw new Error(`${count} parts instead of ${parts}`)
    const begun = words.add(begunWord(step), 10 ** part)
    if (Math.floor(begun / 10 ** part) % 10 !== 0)
      throw new Error(`part ${part} of step ${step} is done twice`)
    for (let before = 0; before < step; before += stride) {
      if (words.load(endedWord(before)) !== parts)
        throw new Error(`step ${step} begins before ${before} ends`)
    }
    words.add(endedWord(step), 1)
  }
}

interface Setting extends RunShape {
  /** Threads there are; `threads` of them take part. */
  team: number
  runs: number
  /** The leader ends a run after so many turns of its own. */
  stopAfter?: number
  /** All orders unless told. */
  interruptions?: number
  /** The last ticket before the first run. */
  ticket?: number
}

/** All interleavings of a leader and the others. @returns how many states there are */
function exploreTeam(setting: Setting): number {
  const { team, threads, parts, stride, runs, stopAfter, ticket } = setting
  const span = spanOf(STEPS, parts)
  const member = (words: Words, thread: number): Member => ({
    ...{ words, thread, span, steps: STEPS, spins: 0 },
    work(step, part, count) {
      if (thread >= threads) throw new Error(`thread ${thread} has no part in the run`)
      notingWork(words, parts, stride)(step, part, count)
    },
  })
  /** What a run has left behind; cleared for the next. */
  const inspect = (words: Words) => {
    for (let step = 0; step < STEPS; step += stride) {
      const ended = words.exchange(endedWord(step), 0)
      const begun = [...String(words.exchange(begunWord(step), 0))].reduce(
        (sum, digit) => sum + Number(digit),
        0,
      )
      if (begun !== ended) throw new Error(`a part of step ${step} goes on after the run`)
      if (stopAfter === undefined && ended !== parts) throw new Error(`parts of step ${step} are left`)
    }
  }
  // A run's calls: its start, turns, end, inspection.
  const turns = stopAfter ?? 1
  const leader: Call = (words, next) => {
    const calls = turns + 3
    const [run, at] = [Math.floor(next / calls), next % calls]
    const me = member(words, 0)
    if (run === runs) return undefined
    if (at === 0) startRun(me, { threads, parts, stride })
    else if (at <= turns) {
      if (!takeTurn(me)) return run * calls + turns + 1
      if (stopAfter === undefined) return next
    } else if (at === turns + 1) closeRun(me)
    else inspect(words)
    return next + 1
  }
  const other =
    (thread: number): Call =>
    (words) => {
      serveTurn(member(words, thread))
      return 0
    }
  const control = new Int32Array(ALL_WORDS)
  openTeam({ words: atomicWords(control), span })
  return explore({
    memory: [...control].map((value) => (value === span - 1 ? (ticket ?? value) : value)),
    calls: Array.from({ length: team }, (_, thread) => (thread === 0 ? leader : other(thread))),
    mustEnd: (thread) => thread === 0,
    inspect(now, sleepsOn) {
      const at = (now[NEXT] ?? 0) & (span - 1)
      const late = sleepsOn.findIndex((word, thread) => word === RUN && thread < threads)
      const others = sleepsOn.slice(1)
      if (!others.includes(undefined) && others.some((word) => word !== RUN))
        throw new Error('a thread waits for parts that nobody does')
      if (late > 0 && Math.floor(at / parts) * stride < STEPS)
        throw new Error(`thread ${late} sleeps although there are tickets for it`)
    },
    interruptions: setting.interruptions ?? Number.POSITIVE_INFINITY,
  })
}

describe('in all interleavings, each part is done once, in order, and nobody sleeps for ever', () => {
  it.each<Setting & { name: string }>([
    { name: 'one thread', team: 1, threads: 1, parts: 1, stride: 1, runs: 2 },
    { name: 'two threads', team: 2, threads: 2, parts: 2, stride: 1, runs: 1 },
    { name: 'two runs', team: 2, threads: 2, parts: 2, stride: 1, runs: 2, interruptions: 3 },
    { name: 'three threads', team: 3, threads: 3, parts: 2, stride: 1, runs: 1, interruptions: 2 },
    { name: 'four threads', team: 4, threads: 4, parts: 2, stride: 1, runs: 1, interruptions: 1 },
    { name: 'one of two threads', team: 2, threads: 1, parts: 1, stride: 1, runs: 2 },
    { name: 'a sample of the steps', team: 2, threads: 2, parts: 2, stride: 2, runs: 1 },
    { name: 'a run that is stopped', team: 2, threads: 2, parts: 2, stride: 1, runs: 2, stopAfter: 1 },
    {
      ...{ name: 'a run of three that is stopped', team: 3, threads: 3, parts: 2, stride: 1, runs: 2 },
      ...{ stopAfter: 1, interruptions: 1 },
    },
    {
      ...{ name: 'tickets that wrap around', team: 2, threads: 2, parts: 2, stride: 1, runs: 2 },
      ...{ ticket: 0x7ffffff7, interruptions: 3 },
    },
  ])('$name', (setting) => {
    expect(exploreTeam(setting)).toBeGreaterThan(30)
  })
})

describe('the barrier that the tickets replaced', () => {
  /** A thread that sleeps is taken for woken by whoever wakes it, for this phase or the one before. */
  const ARRIVED = 0
  const PHASE = 1
  const SLEEPERS = 2

  const meet = (words: Words, threads: number, looksAgain: boolean) => {
    const phase = words.load(PHASE)
    if (words.add(ARRIVED, 1) === threads - 1) {
      words.store(ARRIVED, 0)
      words.add(PHASE, 1)
      if (words.load(SLEEPERS) > 0) words.notify(PHASE)
      return
    }
    if (words.load(PHASE) !== phase) return
    words.add(SLEEPERS, 1)
    do words.wait(PHASE, phase, 1000)
    while (looksAgain && words.load(PHASE) === phase)
    words.add(SLEEPERS, -1)
  }
  const exploreBarrier = (threads: number, looksAgain: boolean) => {
    const call: Call = (words, step) => {
      if (step === 3) return undefined
      words.add(endedWord(step), 1)
      meet(words, threads, looksAgain)
      if (words.load(endedWord(step)) !== threads)
        throw new Error(`passed step ${step} before all were there`)
      return step + 1
    }
    const calls = Array.from({ length: threads }, () => call)
    const memory = Array<number>(endedWord(3)).fill(0)
    return explore({ memory, calls, mustEnd: () => true, interruptions: threads === 2 ? Infinity : 2 })
  }

  it.each([2, 3])('let %i threads pass too early, or sleep for ever', (threads) => {
    expect(() => exploreBarrier(threads, false)).toThrow(WrongOrder)
  })

  it.each([2, 3])('would have been right with another look, for %i threads', (threads) => {
    expect(exploreBarrier(threads, true)).toBeGreaterThan(30)
  })
})

describe('a thread that waits for a part of another one', () => {
  const PARTS = 2
  const span = spanOf(STEPS, PARTS)

  /**
   * A thread's turn while another one is in the middle of the only part that is left of a step.
   * @param onLook called whenever it would sleep, with the number of times
   */
  function turnDuringPart(thread: number, onLook: (look: number, words: Words) => void) {
    const words = atomicWords(new Int32Array(CONTROL_WORDS))
    let looks = 0
    const wait: Words['wait'] = () => {
      onLook(++looks, words)
      return 'timed-out'
    }
    const waiting: Member = {
      ...{ words: { ...words, wait }, thread, span, steps: STEPS, spins: 3 },
      work: () => undefined,
    }
    let outcome: unknown
    const other: Member = {
      ...waiting,
      thread: 2,
      work() {
        try {
          outcome = takeTurn(waiting)
        } catch (error) {
          outcome = error
        }
      },
    }
    openTeam(waiting)
    startRun(waiting, { threads: 3, parts: PARTS, stride: 1 })
    takeTurn(waiting)
    takeTurn(other)
    return { outcome, looks }
  }

  it('gives up after many looks at which nothing has moved, if it leads', () => {
    const { outcome, looks } = turnDuringPart(0, () => undefined)
    expect(outcome).toBeInstanceOf(TeamBroken)
    expect(looks).toBeGreaterThan(10)
  })

  it('begins to count anew whenever something moves', () => {
    const still = turnDuringPart(0, () => undefined).looks
    const { outcome, looks } = turnDuringPart(0, (look, words) => {
      if (look === still - 5) words.add(DONE, -1)
    })
    expect(outcome).toBeInstanceOf(TeamBroken)
    expect(looks).toBe(2 * still - 5)
  })

  it('gives up at once when a thread has failed', () => {
    const { outcome, looks } = turnDuringPart(0, (look, words) => {
      if (look === 1) breakTeam({ words })
    })
    expect(outcome).toBeInstanceOf(TeamBroken)
    expect(looks).toBe(1)
  })

  it('waits for ever if it does not lead', () => {
    const { outcome } = turnDuringPart(1, (look) => {
      if (look === 1000) throw new Error('enough')
    })
    expect(outcome).toEqual(new Error('enough'))
  })
})

it('a thread whose work fails breaks the team and ends', () => {
  const control = new Int32Array(CONTROL_WORDS)
  const span = spanOf(STEPS, partsFor(2))
  const member: Member = {
    ...{ words: atomicWords(control), thread: 1, span, steps: STEPS, spins: 0 },
    work: () => {
      throw new Error('out of bounds')
    },
  }
  openTeam(member)
  startRun({ ...member, thread: 0 }, { threads: 2, parts: partsFor(2), stride: 1 })
  expect(() => serve(member)).toThrow('out of bounds')
  expect(() => closeRun({ ...member, thread: 0 })).toThrow(TeamBroken)
})
