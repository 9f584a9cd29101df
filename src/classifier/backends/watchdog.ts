/** Gives up on a backend whose run never ends: a lost graphics card may never answer. */
import type { Backend } from './backend.ts'

/** Calls back again and again until it is cancelled. @returns the way to cancel it */
export type Every = (milliseconds: number, callback: () => void) => () => void

/** Milliseconds. */
const TICK = 1000

/** Ticks for the first run, which may compile: WebGPU in software takes half a minute. */
const FIRST_RUN = 180

/** Ticks that any later run may take: for devices that slow down when they are hot, or when another page computes. */
const AT_LEAST = 60

/** A run may take so many times as long as the slowest before it. */
const TIMES_SLOWER = 20

/**
 * The same backend; a run that takes far longer than those before it rejects.
 *
 * Time is counted in ticks of a timer, not by the clock: while a tab is frozen, or the device sleeps, none comes.
 */
export function withWatchdog(backend: Backend, every: Every): Backend {
  let slowest: number | undefined
  return {
    name: backend.name,
    threads: backend.threads,
    release: () => backend.release(),
    run(rgb, want, signal) {
      const limit = slowest === undefined ? FIRST_RUN : Math.max(AT_LEAST, slowest * TIMES_SLOWER)
      let ticks = 0
      return new Promise((resolve, reject) => {
        const stop = every(TICK, () => {
          ticks += 1
          if (ticks <= limit) return
          stop()
          reject(new Error(`no answer in ${limit} seconds`))
        })
        backend.run(rgb, want, signal).then(
          (result) => {
            stop()
            slowest = Math.max(slowest ?? 0, ticks)
            resolve(result)
          },
          (error) => {
            stop()
            reject(error)
          },
        )
      })
    },
  }
}
