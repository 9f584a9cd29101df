/** Finds out how many threads help: a browser may tell of more processors than it lets a page have. */

/** Least times of so many rounds: what else the machine does disturbs some, hardly all. */
const ROUNDS = 4

/** More threads must need so much less time, or they are not worth their place. */
const WORTH = 0.9

/** Milliseconds of the same piece of work, done by some threads. */
export type Measure = (threads: number) => number

/** Chooses a number of threads up to `most`. */
export type ChooseThreads = (most: number, measure: Measure) => number

/**
 * Doubles the number of threads as long as that makes the work faster. Counts are measured in turn, so that a machine
 * that becomes busy or quick meanwhile is as busy for all.
 */
export const chooseHelpfulThreads: ChooseThreads = (most, measure) => {
  let chosen = 1
  while (chosen < most) {
    const more = Math.min(2 * chosen, most)
    let [few, many] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let round = 0; round < ROUNDS; round++) {
      few = Math.min(few, measure(chosen))
      many = Math.min(many, measure(more))
    }
    if (many > WORTH * few) return chosen
    chosen = more
  }
  return chosen
}
