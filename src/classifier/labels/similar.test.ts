import { expect, test } from 'vitest'
import { CLASS_INDEX } from './class-index.ts'
import { parseSimilar, readClasses } from './similar.ts'

test('reads a list for each class and puts it to its label', () => {
  expect(parseSimilar([[1, 2], [0], []], 3)).toEqual([[1, 2], [0], []])
  const table = CLASS_INDEX.map((_, index) => [(index + 1) % 1000])
  const labels = readClasses(new TextEncoder().encode(JSON.stringify(table)), 1000)
  expect(labels[999]).toEqual({ ...CLASS_INDEX[999], similar: [0] })
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
