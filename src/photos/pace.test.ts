import { expect, it } from 'vitest'
import { pace, withFinish } from './pace.ts'

it('is told once a few photos have been answered', () => {
  expect(pace([])).toBeUndefined()
  expect(pace([0, 500, 1000])).toBeUndefined()
  expect(pace([5, 5, 5, 5])).toBeUndefined()
  expect(pace([0, 500, 1000, 1500])).toBe(2)
})

it('looks at the last answers only', () => {
  let finished: readonly number[] = []
  for (let i = 0; i < 100; i++) finished = withFinish(finished, i < 50 ? i * 1000 : 50_000 + i * 10)
  expect(finished).toHaveLength(30)
  expect(pace(finished)).toBe(100)
})
