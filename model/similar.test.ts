import { expect, it } from 'vitest'
import { WeightsError } from './keras-weights.ts'
import { similarClasses } from './similar.ts'

/** A last layer with these rows, one for each class. */
function weights(rows: number[][]) {
  const inputs = rows[0]?.length ?? 0
  const data = Float32Array.from({ length: inputs * rows.length }, (_, i) => {
    return rows[i % rows.length]?.[Math.floor(i / rows.length)] ?? Number.NaN
  })
  return new Map([['fc1000/kernel', { shape: [inputs, rows.length], data }]])
}

it('the nearest classes are those that point the same way, however long their weights', () => {
  const similar = similarClasses(
    weights([
      [1, 0],
      [0, 9],
      [5, 1],
      [-1, 0],
    ]),
    2,
  )
  expect(similar).toEqual([
    [2, 1],
    [2, 0],
    [0, 1],
    [1, 2],
  ])
})

it('there are no more than the other classes', () => {
  expect(similarClasses(weights([[1], [2]]))).toEqual([[1], [0]])
})

it('weights without the last layer are refused', () => {
  expect(() => similarClasses(new Map())).toThrow(WeightsError)
})
