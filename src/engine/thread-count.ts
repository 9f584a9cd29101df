/** Finds out how many threads help: a browser may tell of more processors than it lets a page have. */

/** More threads must need so much less time, or they are not worth their place. */
const WORTH = 0.9

/** So much less time shows that they help, without more rounds. */
const CLEAR = 0.75

/** Least times of so many rounds otherwise: what else the machine does disturbs some, hardly all. */
const ROUNDS = 4

/** Milliseconds of the same piece of work, done by some threads. */
export type Measure = (threads: number) => number

/** Chooses a number of threads up to `most`. */
export type ChooseThreads = (most: number, measure: Measure) => number

/**
 * Whether more threads do the work faster than few. They are measured in turn, so that a machine that becomes busy or
 * quick meanwhile is so for both, and `many` first: the code becomes quicker with each run, which must not help them.
 */
function doHelp(many: number, few: number, measure: Measure): boolean {
  let [withMany, withFew] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < ROUNDS; round++) {
    withMany = Math.min(withMany, measure(many))
    withFew = Math.min(withFew, measure(few))
    if (withMany < CLEAR * withFew) return true
  }
  return withMany < WORTH * withFew
}

/** Doubles the number of threads as long as that makes the work faster. */
export const chooseHelpfulThreads: ChooseThreads = (most, measure) => {
  let chosen = 1
  while (chosen < most) {
    const more = Math.min(2 * chosen, most)
    if (!doHelp(more, chosen, measure)) break
    chosen = more
  }
  return chosen
}
