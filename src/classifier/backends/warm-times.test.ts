import { expect, test } from 'vitest'
import { warmTimes } from './warm-times.ts'

test('networks take turns, and one interruption changes nothing', async () => {
  let clock = 0
  const order: string[] = []
  const network = (name: string, times: number[]) => ({
    async run() {
      order.push(name)
      clock += times.shift() ?? Number.NaN
      return { logits: new Float32Array(), maps: new Float32Array() }
    },
  })
  const times = await warmTimes(network('a', [40, 900, 42]), network('b', [90, 91, 89]), () => clock)
  expect(times).toEqual([42, 90])
  expect(order.join('')).toBe('ababab')
})
