import { expect, it } from 'vitest'
import { buildOf, Contest, IN_TURN } from './contest.ts'

const STEPS = 5

/** Runs in which each build takes its time for a step, the first two much longer. */
function contest(first: number, second: number, runs: number): Contest {
  const made = new Contest(2, STEPS)
  for (let run = 0; run < runs; run++) {
    expect(made.choice).toBe(IN_TURN)
    for (let step = 0; step < STEPS; step++) {
      const build = buildOf(made.choice, run, step, 2)
      made.note(build, step, (build === 0 ? first : second) * (run < 2 ? 10 : 1))
    }
    made.endRun()
  }
  return made
}

it('takes the build that is clearly faster after a few runs', () => {
  expect(contest(1, 0.5, 6).choice).toBe(1)
  expect(contest(1, 2, 6).choice).toBe(0)
})

it('takes more runs where the difference is small', () => {
  expect(contest(1, 0.92, 20).choice).toBe(1)
  expect(contest(1, 1.1, 20).choice).toBe(0)
})

it('takes the first of equals', () => {
  expect(contest(1, 0.97, 20).choice).toBe(0)
})

it('has nothing to find out about one build', () => {
  expect(new Contest(1, STEPS).choice).toBe(0)
})

it('lets each build do each step', () => {
  const builds = [0, 1].map((run) =>
    Array.from({ length: STEPS }, (_, step) => buildOf(IN_TURN, run, step, 2)),
  )
  expect(builds).toEqual([
    [0, 1, 0, 1, 0],
    [1, 0, 1, 0, 1],
  ])
})
