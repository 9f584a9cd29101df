import { checkPicture } from '../../network/check-picture.ts'
import type { Network } from './network.ts'

/** Of each network. A median of three: one interruption changes nothing. */
const RUNS = 3

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

/**
 * How long two networks take that have run before. They take turns, so that what slows the device down for a while
 * slows both.
 * @param now milliseconds; for tests
 * @returns medians, milliseconds
 */
export async function warmTimes(
  a: Pick<Network, 'run'>,
  b: Pick<Network, 'run'>,
  now: () => number = () => performance.now(),
): Promise<[a: number, b: number]> {
  const picture = checkPicture('noise')
  const times: [number[], number[]] = [[], []]
  for (let run = 0; run < RUNS; run++) {
    for (const [i, network] of [a, b].entries()) {
      const start = now()
      await network.run(picture)
      times[i]?.push(now() - start)
    }
  }
  return [median(times[0]), median(times[1])]
}
