/** How fast photos are answered. */

/** So many of the last answers are looked at. */
const LAST = 30

/** Two answers can come together by chance. */
const LEAST = 4

/** @param finished when answers came, milliseconds, rising */
export function withFinish(finished: readonly number[], now: number): readonly number[] {
  return [...finished.slice(1 - LAST), now]
}

/** Photos a second; `undefined` where too few have been answered to say. */
export function pace(finished: readonly number[]): number | undefined {
  const [first, last] = [finished[0], finished.at(-1)]
  if (first === undefined || last === undefined || finished.length < LEAST || last <= first) return undefined
  return ((finished.length - 1) * 1000) / (last - first)
}
