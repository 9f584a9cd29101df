/**
 * Finds out which of two builds of the kernels this processor runs faster, on real work: for some runs each step is
 * done by them in turn. As both give the same bytes, nobody notices.
 */

/** The first times are those of the browser's quick compiler. */
const FIRST_RUNS = 6
/** By then each step has ten times by each build: noise does not last. */
const LAST_RUNS = 20

/** A difference that needs no more runs. */
const CLEAR = 1.12
/** The second build must be so much faster to be taken: the first is the one made for processors to come. */
const MARGIN = 1.05

/** What a run is told: the number of a build, or that they take turns. */
export const IN_TURN = -1

/** The build that does a step, of `builds`. */
export function buildOf(choice: number, run: number, step: number, builds: number): number {
  return choice === IN_TURN ? (run + step) % builds : choice
}

export class Contest {
  /** Least time of each step, milliseconds, for each build. */
  private readonly best: Float64Array[]
  private runs = 0
  /** The faster build, or {@link IN_TURN} while that is open. */
  choice: number

  constructor(builds: number, steps: number) {
    this.best = Array.from({ length: builds }, () => new Float64Array(steps).fill(Number.POSITIVE_INFINITY))
    this.choice = builds > 1 ? IN_TURN : 0
  }

  /** A step took some milliseconds. */
  note(build: number, step: number, duration: number): void {
    const times = this.best[build]
    if (times) times[step] = Math.min(times[step] ?? duration, duration)
  }

  /** A run has come to its end. */
  endRun(): void {
    if (this.choice !== IN_TURN || ++this.runs < FIRST_RUNS) return
    const [first = 0, second = 0] = this.best.map((times) => times.reduce((sum, time) => sum + time, 0))
    const speedup = first / second
    const isLast = this.runs >= LAST_RUNS
    if (speedup > (isLast ? MARGIN : CLEAR)) this.choice = 1
    else if (isLast || speedup < 1 / CLEAR) this.choice = 0
  }
}
