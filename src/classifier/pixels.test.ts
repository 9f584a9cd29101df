import { expect, test } from 'vitest'
import { fitted } from './pixels.ts'

test.each([
  [400, 300, 100, { width: 100, height: 75 }],
  [300, 400, 100, { width: 75, height: 100 }],
  [40, 30, 100, { width: 40, height: 30 }],
  [10_000, 1, 100, { width: 100, height: 1 }],
])('%d x %d fits into %d', (width, height, side, size) => expect(fitted(width, height, side)).toEqual(size))
