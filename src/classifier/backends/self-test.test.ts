import { expect, test } from 'vitest'
import { ENGINE_TOLERANCE, selfTestFault } from './self-test.ts'

test('passes what rounding explains', () => {
  expect(selfTestFault([1, 2.01, -3], [1, 2, -3], 0.1)).toBeUndefined()
})

test('refuses what the engine can’t have computed', () => {
  expect(selfTestFault([1, 2.01, -3], [1, 2, -3], ENGINE_TOLERANCE)).toContain('off by 0.010')
})

test.each([
  ['another answer', [1, 5, -3], 'off by 3.0'],
  ['NaN', [1, Number.NaN, -3], 'off by NaN'],
  ['infinity', [1, Number.POSITIVE_INFINITY, -3], 'off by Infinity'],
  ['too few', [1, 2], '2 logits instead of 3'],
])('refuses %s', (_, found, fault) => {
  expect(selfTestFault(found, [1, 2, -3], 0.1)).toContain(fault)
})
