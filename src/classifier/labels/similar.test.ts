import { expect, test } from 'vitest'
import { parseSimilar, withSimilar } from './similar.ts'

test('reads a list for each class and puts it to its label', () => {
  const similar = parseSimilar([[1, 2], [0], []], 3)
  expect(similar).toEqual([[1, 2], [0], []])
  expect(withSimilar([{ id: 'n00000001', name: 'a' }], similar)).toEqual([
    { id: 'n00000001', name: 'a', similar: [1, 2] },
  ])
})

test.each([
  ['no list', {}],
  ['a class too few', [[1]]],
  ['an entry that is no list', [[1], 0]],
  ['a class that there is not', [[1], [2]]],
  ['a class beside itself', [[1], [1]]],
  ['a class twice', [[1, 1], [0]]],
  ['a fraction', [[0.5], [0]]],
  ['a text', [['1'], [0]]],
])('refuses %s', (_, json) => {
  expect(() => parseSimilar(json, 2)).toThrow(TypeError)
})
