/** Measures several things in turns, so that what slows the machine down for a while falls on all of them. */
import { ratio, type Summary, summarize, table } from './statistics.ts'

/** Milliseconds of each round, by what was measured. */
export type Times = ReadonlyMap<string, number[]>

export type Runs = [key: string, run: () => Promise<number>][]

/** @param warmUp rounds before the first that counts */
export async function interleave(
  runs: Runs,
  { rounds, warmUp }: { rounds: number; warmUp: number },
): Promise<Times> {
  const times = new Map<string, number[]>(runs.map(([key]) => [key, []]))
  for (let round = -warmUp; round < rounds; round++) {
    for (const [key, run] of runs) {
      const time = await run()
      if (round >= 0) times.get(key)?.push(time)
    }
  }
  return times
}

/** A line for each, with its ratio to some of them. */
export function timesTable(title: string, times: Times, references: [header: string, key: string][]): string {
  const cell = (value: number) => value.toFixed(1)
  const rows = [...times].map(([key, values]) => {
    const { median, min, spread } = summarize(values)
    const ratios = references.map(([, reference]) => {
      const base = times.get(reference)
      return base ? ratio(values, base).toFixed(2) : ''
    })
    return [key, cell(median), cell(min), cell(spread), ...ratios]
  })
  return table([[title, 'median', 'min', 'spread', ...references.map(([header]) => header)], ...rows])
}

export const summaries = (times: Times): Record<string, Summary> =>
  Object.fromEntries([...times].map(([key, values]) => [key, summarize(values)]))
