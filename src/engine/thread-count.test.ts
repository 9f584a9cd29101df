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

it('takes the code’s becoming quicker for no help', () => {
  let measured = 0
  expect(chooseHelpfulThreads(2, () => 16 / 2 ** Math.min(4, measured++))).toBe(1)
})

it('measures many and few in turn, no longer than it takes, and nothing where there is no choice', () => {
  const counts: number[] = []
  const measure = (time: (threads: number) => number) => (threads: number) => {
    counts.push(threads)
    return time(threads)
  }
  chooseHelpfulThreads(1, measure(machine(4)))
  expect(counts).toEqual([])
  chooseHelpfulThreads(4, measure(machine(4)))
  expect(counts).toEqual([2, 1, 4, 2])
  counts.length = 0
  chooseHelpfulThreads(4, measure(machine(1)))
  expect(counts).toEqual([2, 1, 2, 1, 2, 1, 2, 1])
})
