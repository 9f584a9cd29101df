/** How the thread that has the event loop leads the others through a run. */
import { closeRun, type Member, partsFor, startRun, takeTurn } from './team.ts'

/** How long the thread may keep its other messages waiting, the one that aborts among them. Milliseconds. */
const YIELD_EVERY = 4

/** A sample of a run has one of so many steps: all kinds of them, and an eighth of the time. */
const SAMPLE_STRIDE = 8

/** The leader's clock and event loop. */
export interface EventLoop {
  /** Milliseconds. */
  now(): number
  /** Lets the thread's other messages be handled. */
  handleMessages(): Promise<void>
}

export const eventLoop: EventLoop = {
  now: () => performance.now(),
  // A timer would wait 4 ms.
  handleMessages: () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        port1.close()
        resolve()
      }
      port2.postMessage(undefined)
    }),
}

/**
 * Does all steps with some threads. With a signal, messages are handled now and then, while the others go on.
 * @throws the signal's reason, once no thread works any more
 * @throws TeamBroken
 */
export async function leadRun(
  member: Member,
  threads: number,
  loop: EventLoop,
  signal?: AbortSignal,
): Promise<void> {
  startRun(member, { threads, parts: partsFor(threads), stride: 1 })
  let handled = loop.now()
  while (!signal?.aborted && takeTurn(member)) {
    if (!signal || loop.now() - handled < YIELD_EVERY) continue
    await loop.handleMessages()
    handled = loop.now()
  }
  closeRun(member)
  signal?.throwIfAborted()
}

/**
 * Does a sample of the steps with some threads, for its time alone.
 * @returns milliseconds
 * @throws TeamBroken
 */
export function measureSample(member: Member, threads: number, loop: EventLoop): number {
  const start = loop.now()
  startRun(member, { threads, parts: partsFor(threads), stride: SAMPLE_STRIDE })
  while (takeTurn(member));
  closeRun(member)
  return loop.now() - start
}
