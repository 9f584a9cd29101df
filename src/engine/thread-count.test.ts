import { expect, it } from 'vitest'
import { chooseHelpfulThreads } from './thread-count.ts'

/** Work of 8 ms that `processors` share, and what waiting for each other costs a thread. */
const machine =
  (processors: number, cost = 0.1) =>
  (threads: number) =>
    8 / Math.min(threads, processors) + cost * threads * (threads > processors ? 10 : 1)

it.each([
  { processors: 1, most: 4, chosen: 1 },
  { processors: 2, most: 2, chosen: 2 },
  { processors: 2, most: 4, chosen: 2 },
  { processors: 3, most: 3, chosen: 3 },
  { processors: 4, most: 4, chosen: 4 },
  { processors: 8, most: 6, chosen: 6 },
  { processors: 8, most: 1, chosen: 1 },
])('takes $chosen of $most threads on $processors processors', ({ processors, most, chosen }) => {
  expect(chooseHelpfulThreads(most, machine(processors))).toBe(chosen)
})

it('takes no thread that brings next to nothing', () => {
  expect(chooseHelpfulThreads(2, (threads) => (threads === 1 ? 8 : 7.5))).toBe(1)
})

it('is not misled by rounds that something else disturbs', () => {
  let measured = 0
  const measure = (threads: number) => machine(4)(threads) * (++measured % 3 === 0 ? 1 : 5)
  expect(chooseHelpfulThreads(4, measure)).toBe(4)
})

it('measures few and many in turn, and nothing where there is no choice', () => {
  const counts: number[] = []
  const measure = (threads: number) => {
    counts.push(threads)
    return 1
  }
  chooseHelpfulThreads(1, measure)
  expect(counts).toEqual([])
  chooseHelpfulThreads(4, measure)
  expect(counts.slice(0, 4)).toEqual([1, 2, 1, 2])
})
