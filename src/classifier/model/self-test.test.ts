import { expect, test } from 'vitest'
import { selfTestFault } from './self-test.ts'

test('passes what rounding explains', () => {
  expect(selfTestFault([1, 2.01, -3], [1, 2, -3])).toBeUndefined()
})

test.each([
  ['another answer', [1, 5, -3], 'off by 3.00'],
  ['NaN', [1, Number.NaN, -3], 'off by NaN'],
  ['infinity', [1, Number.POSITIVE_INFINITY, -3], 'off by Infinity'],
  ['too few', [1, 2], '2 logits instead of 3'],
])('refuses %s', (_, found, fault) => {
  expect(selfTestFault(found, [1, 2, -3])).toContain(fault)
})
