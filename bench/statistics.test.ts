import { describe, expect, test } from 'vitest'
import { quantile, ratio, summarize, table } from './statistics.ts'

describe('quantile', () => {
  test.each([
    [[3], 0.5, 3],
    [[1, 2], 0.5, 1.5],
    [[5, 1, 3], 0.5, 3],
    [[4, 1, 3, 2, 5], 0.25, 2],
  ])('of %j at %d is %d', (values, q, expected) => expect(quantile(values, q)).toBe(expected))
})

test('a summary holds median, minimum and spread', () => {
  expect(summarize([10, 14, 12, 11, 100])).toEqual({ median: 12, min: 10, spread: 3, rounds: 5 })
})

test('a ratio is taken within each round', () => {
  // the machine was ten times slower in the second round
  expect(ratio([2, 20, 2], [4, 40, 4])).toBe(0.5)
})

test('a table aligns its columns', () => {
  expect(
    table([
      ['way', 'ms'],
      ['a', '100'],
      ['long', '7'],
    ]),
  ).toBe('way    ms\na     100\nlong    7')
})
