/**
 * Softmax of `logits`, shifted by the largest so that no exponential overflows.
 * @returns probabilities, same length, sum 1
 */
export function softmax(logits: ArrayLike<number>): Float64Array {
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < logits.length; i++) max = Math.max(max, logits[i] as number)
  const probabilities = Float64Array.from(logits, (logit) => Math.exp(logit - max))
  let sum = 0
  for (const p of probabilities) sum += p
  return probabilities.map((p) => p / sum)
}

/** Indices of the `k` largest values, falling; equal values in the order of their index. */
export function topK(values: ArrayLike<number>, k: number): number[] {
  return Array.from(values, (_, index) => index)
    .sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
    .slice(0, k)
}
