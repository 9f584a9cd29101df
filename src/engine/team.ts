/**
 * Threads that work on one memory. A run is a row of tickets, one for each part of each step; a thread that is free
 * takes the next one. Nobody waits for a thread that is late, asleep or dead unless it holds a ticket: the parts of a
 * step begin once all parts of the step before are done, whoever did them.
 *
 * The words are reached through {@link Words}, so that a test goes through all interleavings of this very text.
 */

/** Of the control memory. */
export const RUN = 0 // counts runs: threads without work wait for the next
export const NEXT = 1 // the ticket that nobody has taken yet
export const DONE = 2 // the run's first ticket plus the number of parts that are done
const PARTS = 3 // of each step in this run
const ACTIVE = 4 // threads that may take tickets in this run
const STRIDE = 5 // one of so many steps is done in this run
const BROKEN = 6 // not 0 once a thread has failed
export const CONTROL_WORDS = 7

/**
 * A step's parts for each thread: who is faster, or is not interrupted, does more of them. More parts would read the
 * weights more often.
 */
const PARTS_A_THREAD = 4

/**
 * How often a thread looks before it sleeps, some tens of microseconds: longer than most waits between steps, and short,
 * for a thread that spins may keep from the processor the one that it waits for.
 */
export const SPINS = 10_000

/** How long the leader sleeps before it looks whether anything has moved, milliseconds, and how often in a row. */
const LOOK_EVERY = 1000
const LOOKS = 20

/** 32-bit words that threads share: `Atomics` of one array. */
export interface Words {
  load(word: number): number
  store(word: number, value: number): void
  /** @returns what was there before */
  add(word: number, value: number): number
  /** @returns what was there before */
  exchange(word: number, value: number): number
  /** Stores where `expected` is there. @returns what was there before */
  compareExchange(word: number, expected: number, value: number): number
  /** Sleeps while `value` is there, until notified. */
  wait(word: number, value: number, milliseconds: number): 'ok' | 'not-equal' | 'timed-out'
  notify(word: number): void
}

export function atomicWords(words: Int32Array): Words {
  return {
    load: (word) => Atomics.load(words, word),
    store: (word, value) => void Atomics.store(words, word, value),
    add: (word, value) => Atomics.add(words, word, value),
    exchange: (word, value) => Atomics.exchange(words, word, value),
    compareExchange: (word, expected, value) => Atomics.compareExchange(words, word, expected, value),
    wait: (word, value, milliseconds) => Atomics.wait(words, word, value, milliseconds),
    notify: (word) => void Atomics.notify(words, word),
  }
}

export interface Member {
  words: Words
  /** Number of this thread; 0 leads. */
  thread: number
  /** Of the whole network. */
  steps: number
  /** Tickets from a run's first to the next run's, as {@link spanOf} says. */
  span: number
  /** How often to look before sleeping. */
  spins: number
  /** Does part number `part` of `parts` of a step. */
  work(step: number, part: number, parts: number): void
}

/** How a run is done. */
export interface RunShape {
  /** Threads that take part: 0 to this one. */
  threads: number
  /** Of each step. */
  parts: number
  /** 1 for all steps; a greater one for a sample of them, whose results are of no use. */
  stride: number
}

/** A thread of the team has failed, or one that holds a ticket does not come on. */
export class TeamBroken extends Error {
  override readonly name = 'TeamBroken'
}

/** Parts of a step that some threads share. */
export const partsFor = (threads: number): number => (threads === 1 ? 1 : threads * PARTS_A_THREAD)

/**
 * Tickets of a run of so many steps, and at least one more: the last of a span has no part. A power of two, so that
 * tickets may wrap around at 32 bits.
 */
export function spanOf(steps: number, parts: number): number {
  return 2 ** Math.ceil(Math.log2(steps * parts + 1))
}

/** Whether a ticket is `target` or a later one. */
const isReached = (ticket: number, target: number) => ((ticket - target) | 0) >= 0

/** The ticket behind the last of a run: it has no part, so a run whose next ticket it is, is closed. */
const closing = (ticket: number, span: number) => ticket | (span - 1)

/** The leader, before there are other threads: as after a run. */
export function openTeam({ words, span }: Pick<Member, 'words' | 'span'>): void {
  words.store(BROKEN, 0)
  words.store(PARTS, 1)
  words.store(STRIDE, 1)
  words.store(DONE, closing(0, span))
  words.store(NEXT, closing(0, span))
}

/** The leader: gives out the tickets of a run, after {@link closeRun} of the one before. */
export function startRun({ words, span }: Member, { threads, parts, stride }: RunShape): void {
  const first = (closing(words.load(NEXT), span) + 1) | 0
  words.store(PARTS, parts)
  words.store(ACTIVE, threads)
  words.store(STRIDE, stride)
  words.store(DONE, first)
  words.store(NEXT, first)
  words.add(RUN, 1)
  words.notify(RUN)
}

/**
 * Does the next part, or waits until there may be one.
 * @returns whether this thread may go on: `false` when the run has no tickets left, for this thread
 * @throws TeamBroken, to the leader only
 */
export function takeTurn(member: Member): boolean {
  const { words, thread, steps, span } = member
  const ticket = words.load(NEXT)
  const parts = words.load(PARTS)
  const part = (ticket & (span - 1)) % parts
  const step = Math.floor((ticket & (span - 1)) / parts) * words.load(STRIDE)
  if (step >= steps || thread >= words.load(ACTIVE)) return false
  const first = (ticket - part) | 0
  if (!isReached(words.load(DONE), first)) {
    waitUntilDone(member, first)
    return true
  }
  // Where a run has ended meanwhile, all that was read is old, but then the ticket has gone too.
  if (words.compareExchange(NEXT, ticket, (ticket + 1) | 0) !== ticket) return true
  member.work(step, part, parts)
  const done = (words.add(DONE, 1) + 1) | 0
  const isLast = done === ((first + parts) | 0)
  // Threads wait for whole steps, the leader that closes a run for what was begun.
  if (isLast || (words.load(NEXT) & (span - 1)) === span - 1) words.notify(DONE)
  return true
}

/** The leader: gives out no more tickets, and waits for the parts that were begun. */
export function closeRun(member: Member): void {
  const { words, span } = member
  waitUntilDone(member, words.exchange(NEXT, closing(words.load(NEXT), span)))
}

/** Any thread that fails, with a ticket or without. */
export function breakTeam({ words }: Pick<Member, 'words'>): void {
  words.store(BROKEN, 1)
  words.notify(DONE)
}

/**
 * Waits until all parts before a ticket are done. As long as anything moves, nothing is broken; nor when a frozen page
 * wakes up, for all its threads were frozen: so the leader looks several times, instead of once after a long time.
 */
function waitUntilDone({ words, thread, spins }: Member, target: number): void {
  for (let spin = 0; spin < spins; spin++) if (isReached(words.load(DONE), target)) return
  let before: number | undefined
  for (let looks = 0; ; looks++) {
    const done = words.load(DONE)
    if (isReached(done, target)) return
    if (done !== before) looks = 0
    before = done
    if (thread === 0 && (looks >= LOOKS || words.load(BROKEN) !== 0))
      throw new TeamBroken('A thread of the engine does not answer.')
    words.wait(DONE, done, LOOK_EVERY)
  }
}

/** Waits while a run is the newest one. */
function waitForRun({ words, spins }: Member, run: number): void {
  for (let spin = 0; spin < spins; spin++) if (words.load(RUN) !== run) return
  while (words.load(RUN) === run) words.wait(RUN, run, Number.POSITIVE_INFINITY)
}

/** A turn of a thread that does not lead: a part, or a wait. */
export function serveTurn(member: Member): void {
  const run = member.words.load(RUN)
  if (!takeTurn(member)) waitForRun(member, run)
}

/**
 * The life of a thread that does not lead: it ends with its thread.
 * @throws what the work throws; the team is broken then
 */
export function serve(member: Member): never {
  try {
    for (;;) serveTurn(member)
  } catch (error) {
    breakTeam(member)
    throw error
  }
}
