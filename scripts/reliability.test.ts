import { describe, expect, it } from 'vitest'
import { loadHierarchy } from '../src/classifier/labels/hierarchy.ts'
import { type Answered, groupAnswers, headlines, reliability } from './reliability.ts'

const hierarchy = await loadHierarchy()

/** A photo of class `truth` of which the network said `given`; the rest lies on objects of all kinds. */
function answered(truth: number, given: Record<number, number>): Answered {
  const rest = 1 - Object.values(given).reduce((a, b) => a + b, 0)
  const probabilities = new Float64Array(1000)
  probabilities.fill(rest / 500, 400, 900)
  for (const [index, probability] of Object.entries(given)) probabilities[Number(index)] = probability
  return { truth, probabilities }
}

const answers = [
  answered(285, { 285: 0.97 }),
  answered(281, { 285: 0.95 }),
  answered(285, { 285: 0.6 }),
  answered(207, { 206: 0.45, 207: 0.44 }),
  answered(281, { 206: 0.45, 207: 0.44 }),
  answered(285, { 285: 0.35 }),
  answered(285, { 285: 0.1 }),
]

describe('reliability', () => {
  it('counts photos by the probability of the best class, lower edge included', () =>
    expect(reliability(answers, [0, 0.5, 0.6, 0.95, 2]).map(({ count, right }) => [count, right])).toEqual([
      [4, 2],
      [0, 0],
      [1, 1],
      [2, 1],
    ]))

  it('gives the mean probability of a range', () =>
    expect(reliability(answers, [0.9, 2])[0]?.probability).toBeCloseTo(0.96, 12))
})

it('headlines are counted by kind; a group is right that holds the true class', () => {
  const kinds = headlines(answers, hierarchy)
  expect(Object.entries(kinds).map(([kind, { count, right }]) => [kind, count, right])).toEqual([
    ['certain', 2, 1],
    ['likely', 1, 1],
    ['guess', 1, 1],
    ['group', 2, 1],
    ['unrecognised', 1, 1],
  ])
})

it('groups are counted wherever one is likely', () => {
  const { count, right } = groupAnswers(answers, hierarchy)
  expect([count, right]).toEqual([4, 3])
})
