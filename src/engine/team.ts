/**
 * Threads that work on one memory and meet after each step. They share 32-bit words at the plan's `control`, and need
 * the event loop only to start.
 */
import { buildOf } from './contest.ts'
import type { Kernels, Step } from './step.ts'

/** The words of the control memory. */
const ARRIVED = 0 // threads that wait for the others
const PHASE = 1 // counts meetings
const SLEEPERS = 2 // threads that have given up spinning
const RUN = 3 // counts runs; members wait for the next
/**
 * The step after which an even run stops, the next word that of odd runs: a member that is late to look finds its own
 * run's word, for the leader can't get two runs ahead.
 */
const STOP = 4
const CHOICE = 6 // which build of the kernels works
/** The next part of an even step that nobody does yet, and of an odd one. */
const NEXT = 7
export const CONTROL_WORDS = 9

/**
 * A step's parts for each thread: who is faster, or is not interrupted, does more of them. More parts would read the
 * weights more often.
 */
const PARTS = 4

/**
 * How often a thread looks before it sleeps, some hundred microseconds to a millisecond: longer than the waits between
 * steps, for waking takes as long as a step; and short, for a thread that spins may keep another from working.
 */
const SPINS = 300000

/** No share of a step takes so long: another thread is gone. Milliseconds. */
const PATIENCE = 20_000

export interface Member {
  /** One build of the kernels or two, of which the leader chooses. */
  builds: readonly Kernels[]
  steps: readonly Step[]
  /** Int32 words of the control memory. */
  control: Int32Array
  /** Number of this thread; 0 leads. */
  thread: number
  threads: number
  /** Address of memory for this thread's own use. */
  scratch: number
}

/** One part of a step, number `thread` of `threads`: items are dealt out in runs of equal length, give or take one. */
export function runShare(
  { thread, threads, scratch }: Pick<Member, 'thread' | 'threads' | 'scratch'>,
  kernels: Kernels,
  step: Step,
): void {
  const from = Math.floor((step.items * thread) / threads)
  const to = Math.floor((step.items * (thread + 1)) / threads)
  if (from < to) kernels[step.kernel](step.layer, from, to, scratch)
}

/** Waits until a word is no longer `value`: first looking, then sleeping. */
function waitWhile(control: Int32Array, word: number, value: number, patience: number): void {
  for (let i = 0; i < SPINS; i++) if (Atomics.load(control, word) !== value) return
  Atomics.add(control, SLEEPERS, 1)
  const outcome = Atomics.wait(control, word, value, patience)
  Atomics.sub(control, SLEEPERS, 1)
  if (outcome === 'timed-out') throw new Error('A thread of the engine does not answer.')
}

/** Changes a word and wakes those who wait for that. */
function advance(control: Int32Array, word: number): void {
  Atomics.add(control, word, 1)
  // A thread that is about to sleep has either been counted or will see the new value.
  if (Atomics.load(control, SLEEPERS) > 0) Atomics.notify(control, word)
}

/** All threads wait here for each other after a step. What one wrote before, all see after. */
function meet({ control, threads }: Member, index: number): void {
  const phase = Atomics.load(control, PHASE)
  if (Atomics.add(control, ARRIVED, 1) === threads - 1) {
    Atomics.store(control, ARRIVED, 0)
    Atomics.store(control, NEXT + (index & 1), 0) // for the step after the next
    advance(control, PHASE)
  } else waitWhile(control, PHASE, phase, PATIENCE)
}

/** Parts of the step with a number, as long as there are any, and the wait for the others. */
function work(member: Member, run: number, index: number): void {
  const { builds, control, steps } = member
  const kernels = builds[buildOf(Atomics.load(control, CHOICE), run, index, builds.length)]
  const step = steps[index]
  if (!kernels || !step) throw new RangeError(`no step ${index}`)
  const { scratch, threads } = member
  if (threads === 1) {
    runShare(member, kernels, step)
    return
  }
  const parts = threads * PARTS
  for (;;) {
    const thread = Atomics.add(control, NEXT + (index & 1), 1)
    if (thread >= parts) break
    runShare({ thread, threads: parts, scratch }, kernels, step)
  }
  meet(member, index)
}

/**
 * The leader: sends the others to work.
 * @param choice the build that works, or that they take turns
 * @returns the run's number
 */
export function startRun({ control }: Member, choice: number): number {
  const run = Atomics.load(control, RUN)
  Atomics.store(control, STOP + (run & 1), -1)
  Atomics.store(control, CHOICE, choice)
  advance(control, RUN)
  return run
}

/** The leader: its share of a step, and the wait for the others. With `last`, the run ends after this step. */
export function runStep(member: Member, run: number, index: number, last: boolean): void {
  // Before the meeting: after it the others look.
  if (last) Atomics.store(member.control, STOP + (run & 1), index)
  work(member, run, index)
}

/** A member's life: it ends with its thread. */
export function serve(member: Member): never {
  const { control, steps } = member
  for (let run = 0; ; run++) {
    while (Atomics.load(control, RUN) === run) waitWhile(control, RUN, run, Number.POSITIVE_INFINITY)
    for (let index = 0; index < steps.length; index++) {
      work(member, run, index)
      if (Atomics.load(control, STOP + (run & 1)) === index) break
    }
  }
}
