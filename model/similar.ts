import { type Tensors, WeightsError } from './keras-weights.ts'

/** How many are kept for each class. */
export const SIMILAR_COUNT = 5

/**
 * For each class those whose weights in the last layer point most nearly the same way (cosine of the rows of `fc1000`),
 * the nearest first: features that speak for the one speak for the others.
 * @returns `[classes][count]` indices; fewer where there are not so many other classes
 * @throws WeightsError when the layer is missing
 */
export function similarClasses(tensors: Tensors, count = SIMILAR_COUNT): number[][] {
  const kernel = tensors.get('fc1000/kernel')
  const [inputs = 0, classes = 0] = kernel?.shape ?? []
  if (!kernel || inputs === 0) throw new WeightsError('the weights have no tensor fc1000/kernel')
  const rows = Array.from({ length: classes }, (_, index) => {
    const row = Float64Array.from(
      { length: inputs },
      (_, i) => kernel.data[i * classes + index] ?? Number.NaN,
    )
    const length = Math.hypot(...row) || 1
    return row.map((value) => value / length)
  })
  return rows.map((row, index) =>
    rows
      .map((other, i) => ({ i, cosine: i === index ? Number.NEGATIVE_INFINITY : dot(row, other) }))
      .sort((a, b) => b.cosine - a.cosine || a.i - b.i)
      .slice(0, Math.min(count, classes - 1))
      .map(({ i }) => i),
  )
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
