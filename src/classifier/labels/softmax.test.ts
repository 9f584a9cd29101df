import { expect, test } from 'vitest'
import { softmax, topK } from './softmax.ts'

test('softmax sums to 1 and keeps the order', () => {
  const p = softmax([1, 2, 3])
  expect(p.reduce((a, b) => a + b)).toBeCloseTo(1, 12)
  expect(p[2]).toBeCloseTo(Math.exp(3) / (Math.exp(1) + Math.exp(2) + Math.exp(3)), 12)
})

test('softmax survives logits whose exponentials overflow or vanish', () => {
  expect([...softmax([1000, 1000])]).toEqual([0.5, 0.5])
  expect([...softmax([-1000, 0])]).toEqual([0, 1])
})

test('topK gives indices by falling value, ties by index, and no more than there are', () => {
  expect(topK([1, 5, 3, 5], 3)).toEqual([1, 3, 2])
  expect(topK([1, 2], 5)).toEqual([1, 0])
})
