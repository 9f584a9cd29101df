import { expect, test } from 'vitest'
import { progressLine } from './progress.ts'

test.each([
  [{ done: 0, failed: 0, total: 10 }, 0, '0 of 10 photos, 0.0 a second'],
  [{ done: 5, failed: 0, total: 10 }, 2, '5 of 10 photos, 2.5 a second, 2 s left'],
  [{ done: 10, failed: 3, total: 10 }, 4, "10 of 10 photos, 3 can't be read, 2.5 a second"],
  [{ done: 100, failed: 0, total: 10_000 }, 10, '100 of 10000 photos, 10.0 a second, 17 min left'],
  [{ done: 100, failed: 0, total: 1e6 }, 10, '100 of 1000000 photos, 10.0 a second, 27 h 47 min left'],
])('%j after %d s', (counts, seconds, line) => {
  expect(progressLine(counts, seconds)).toBe(line)
})
