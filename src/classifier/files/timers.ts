/** Timers as these files need them; a test has its own. */
export interface Timers {
  /** @returns the way to cancel it */
  after(milliseconds: number, callback: () => void): () => void
}

export const timers: Timers = {
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}
