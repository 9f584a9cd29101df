/**
 * Largest difference of a logit from the recorded one that rounding explains. What is recorded is the variant's own
 * answer, and backends differ from it by 1e-4; a broken kernel or driver is off by whole units. Room for drivers that
 * compute in float16.
 */
export const RUNTIME_TOLERANCE = 0.1

/** The engine computes with integers and gives the same bits everywhere; what is recorded is rounded to five decimals. */
export const ENGINE_TOLERANCE = 2e-5

/** @returns why the logits are not those of this network, or `undefined` when they are */
export function selfTestFault(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): string | undefined {
  if (found.length !== expected.length) return `${found.length} logits instead of ${expected.length}`
  let worst = 0
  // `Math.max` keeps a NaN, which is within no tolerance
  for (let i = 0; i < expected.length; i++)
    worst = Math.max(worst, Math.abs((found[i] as number) - (expected[i] as number)))
  return worst <= tolerance ? undefined : `the self-test's logits are off by ${worst.toPrecision(2)}`
}
