import type { Every } from './backends/watchdog.ts'

/** The worker is asked so often whether it lives. Milliseconds. */
const BEAT = 5000

/**
 * A worker that is silent for so many beats of this page's timer hangs in its runtime, where its own watchdog can't run.
 * Time in which the page is frozen has no beats. Two minutes: a run on the slowest phones takes some seconds.
 */
const SILENT_BEATS = 24

/** Why a worker was replaced. */
export const SILENCE = `no sign of life for ${(SILENT_BEATS * BEAT) / 1000} seconds`

export interface Pulse {
  every: Every
  /** Whether an answer is due at all: a worker that compiles gives none. */
  isExpected(): boolean
  ping(): void
  onSilent(): void
}

/** Finds out whether a worker still lives, while there is something to wait for. */
export class Heartbeat {
  readonly #pulse: Pulse
  #silent = 0
  #end: (() => void) | undefined

  constructor(pulse: Pulse) {
    this.#pulse = pulse
  }

  start(): void {
    this.#end ??= this.#pulse.every(BEAT, () => this.#beat())
  }

  stop(): void {
    this.#end?.()
    this.#end = undefined
    this.#silent = 0
  }

  /** The worker has said something, or is another one. */
  heard(): void {
    this.#silent = 0
  }

  #beat(): void {
    if (!this.#pulse.isExpected()) {
      this.#silent = 0
      return
    }
    this.#silent += 1
    if (this.#silent <= SILENT_BEATS) this.#pulse.ping()
    else {
      this.#silent = 0
      this.#pulse.onSilent()
    }
  }
}
