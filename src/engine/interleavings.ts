/**
 * All interleavings of threads that share words, for tests: the very code that runs over `Atomics` runs here, one
 * operation at a time. JavaScript can't stop a function half-way, so a thread's call is begun anew for each operation,
 * with the results that it had so far, and left at the next one.
 */
import type { Words } from './team.ts'

/**
 * One call of a thread's code. Between calls a thread remembers nothing but a number.
 * @returns what to call next, or `undefined` when the thread has ended
 */
export type Call = (words: Words, next: number) => number | undefined

type Result = number | 'ok' | 'not-equal' | 'timed-out' | undefined

interface ThreadState {
  next: number | undefined
  /** Results of the operations of the call that is under way. */
  results: readonly Result[]
  /** The word that it sleeps on. */
  sleepsOn: number | undefined
}

interface State {
  memory: readonly number[]
  threads: readonly ThreadState[]
}

/** What was found wrong, and the threads' numbers in the order in which they made their operations. */
export class WrongOrder extends Error {
  override readonly name = 'WrongOrder'
}

/** The same for equal states. */
function keyOf({ memory, threads }: State): string {
  let key = memory.join()
  for (const { next, results, sleepsOn } of threads) key += `|${next};${sleepsOn};${results.join()}`
  return key
}

/** Leaves a call at an operation that is not its turn. */
const LATER = Symbol('later')

/** What a thread's next operation makes of the world. */
function advance(state: State, thread: number, call: Call): State {
  const { next, results } = state.threads[thread] ?? {}
  if (next === undefined || !results) throw new RangeError(`thread ${thread} has ended`)
  const memory = [...state.memory]
  const threads = [...state.threads]
  const log: Result[] = [...results]
  let at = 0
  let mayOperate = true
  let sleepsOn: number | undefined

  /** The recorded result, or that of the one operation which is this thread's turn. */
  const operate = (operation: () => Result): Result => {
    if (at < results.length) return results[at++]
    if (!mayOperate) throw LATER
    mayOperate = false
    const result = operation()
    if (sleepsOn !== undefined) throw LATER
    log.push(result)
    at++
    return result
  }
  const replace = (word: number, value: (old: number) => number) => {
    const result = operate(() => {
      const old = memory[word] ?? 0
      memory[word] = value(old) | 0
      return old
    })
    if (typeof result !== 'number') throw new TypeError('the call does something else when it is repeated')
    return result
  }
  const words: Words = {
    load: (word) => replace(word, (old) => old),
    store: (word, value) => void replace(word, () => value),
    add: (word, value) => replace(word, (old) => old + value),
    exchange: (word, value) => replace(word, () => value),
    compareExchange: (word, expected, value) => replace(word, (old) => (old === expected ? value : old)),
    wait(word, value) {
      const result = operate(() => {
        if (memory[word] !== value) return 'not-equal'
        sleepsOn = word
        return undefined
      })
      if (typeof result !== 'string') throw new TypeError('the call does something else when it is repeated')
      return result
    },
    notify(word) {
      operate(() => {
        for (const [i, other] of threads.entries()) {
          if (other.sleepsOn === word)
            threads[i] = { ...other, results: [...other.results, 'ok'], sleepsOn: undefined }
        }
        return undefined
      })
    },
  }
  let after: ThreadState
  try {
    after = { next: call(words, next), results: [], sleepsOn: undefined }
  } catch (error) {
    if (error !== LATER) throw error
    after = { next, results: log, sleepsOn }
  }
  threads[thread] = after
  return { memory, threads }
}

export interface Exploration {
  memory: readonly number[]
  /** One for each thread. */
  calls: readonly Call[]
  /** Whether a thread may not sleep for ever. */
  mustEnd(thread: number): boolean
  /** Looks at the memory and the word that each thread sleeps on, whenever the first thread is between calls. */
  inspect?(memory: readonly number[], sleepsOn: readonly (number | undefined)[]): void
  /** How often at most a thread is interrupted that could go on; all orders where it is infinite. */
  interruptions: number
}

/** A state, who was the last to move, and how many interruptions may still come. */
interface Entry {
  state: State
  last: number
  left: number
  path: string
}

/** The states that follow when a thread moves. @throws WrongOrder where its call throws */
function moves({ state, last, left, path }: Entry, { calls, mustEnd, inspect }: Exploration): Entry[] {
  const isAwake = ({ next, sleepsOn }: ThreadState) => next !== undefined && sleepsOn === undefined
  const goesOn = state.threads.map(isAwake)
  const stuck = state.threads.findIndex(({ next }, i) => next !== undefined && mustEnd(i))
  if (!goesOn.includes(true) && stuck >= 0)
    throw new WrongOrder(`thread ${stuck} sleeps for ever after ${path}`)
  return calls.flatMap((call, thread): Entry[] => {
    const interrupts = thread !== last && goesOn[last] === true
    if (!goesOn[thread] || (interrupts && left === 0)) return []
    try {
      const reached = advance(state, thread, call)
      if (thread === 0 && reached.threads[0]?.results.length === 0) {
        inspect?.(
          reached.memory,
          reached.threads.map(({ sleepsOn }) => sleepsOn),
        )
      }
      return [
        { state: reached, last: thread, left: left - (interrupts ? 1 : 0), path: path + String(thread) },
      ]
    } catch (error) {
      throw new WrongOrder(`${error} after ${path}${thread}`)
    }
  })
}

/**
 * Goes through all states that threads can reach, whoever is interrupted when.
 * @returns how many states there are
 * @throws WrongOrder where a call throws, or a thread that must end sleeps and nobody can wake it
 */
export function explore(exploration: Exploration): number {
  const threads = exploration.calls.map(() => ({ next: 0, results: [], sleepsOn: undefined }))
  const first = { memory: exploration.memory, threads }
  /** Of each state and last thread, the most interruptions that were left. */
  const seen = new Map<string, number>()
  const open: Entry[] = [{ state: first, last: 0, left: exploration.interruptions, path: '' }]
  for (let entry = open.pop(); entry; entry = open.pop()) {
    for (const move of moves(entry, exploration)) {
      const key = `${Number.isFinite(move.left) ? move.last : ''}/${keyOf(move.state)}`
      if ((seen.get(key) ?? -1) >= move.left) continue
      seen.set(key, move.left)
      open.push(move)
    }
  }
  return seen.size
}
