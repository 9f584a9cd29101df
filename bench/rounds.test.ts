import { expect, test } from 'vitest'
import { interleave, summaries, timesTable } from './rounds.ts'

test('everything is run once a round, in turns, and what warms up does not count', async () => {
  const order: string[] = []
  const run = (name: string, time: number) => async () => {
    order.push(name)
    return time
  }
  const times = await interleave(
    [
      ['a', run('a', 1)],
      ['b', run('b', 2)],
    ],
    { rounds: 2, warmUp: 1 },
  )
  expect(order.join('')).toBe('ababab')
  expect(times).toEqual(
    new Map([
      ['a', [1, 1]],
      ['b', [2, 2]],
    ]),
  )
  expect(summaries(times).b).toMatchObject({ median: 2, rounds: 2 })
})

test('the table has a line for each, and a ratio to those that were measured', () => {
  const times = new Map([
    ['new', [50, 60]],
    ['old', [100, 120]],
  ])
  const [, line = ''] = timesTable('start', times, [
    ['/ old', 'old'],
    ['/ gone', 'gone'],
  ]).split('\n')
  expect(line.trim().split(/\s+/)).toEqual(['new', '55.0', '50.0', '5.0', '0.50'])
})
