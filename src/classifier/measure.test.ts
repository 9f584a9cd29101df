import { expect, test } from 'vitest'
import type { Backend } from './backends/backend.ts'
import { timeBackends } from './measure.ts'
import type { BackendName } from './types.ts'

/** A clock that runs moves on, and the order of the runs. */
function setUp(times: Partial<Record<BackendName, number[]>>) {
  let clock = 0
  const order: string[] = []
  const fake = (name: BackendName): Backend => {
    const left = [...(times[name] ?? [])]
    return {
      ...{ name, threads: 1, release: async () => {} },
      async run() {
        order.push(name)
        const time = left.shift()
        if (time === undefined) throw new Error('broken')
        clock += time
        return { logits: Float32Array.of(time) }
      },
    }
  }
  const signal = new AbortController().signal
  return {
    order,
    time: (...names: BackendName[]) => timeBackends(names.map(fake), () => clock, signal),
    timeWith: (aborted: AbortSignal, ...names: BackendName[]) =>
      timeBackends(names.map(fake), () => clock, aborted),
  }
}

test('they take turns, the first turn does not count, and the middle one is the time', async () => {
  const { order, time } = setUp({ engine: [99, 5, 1, 2, 9, 3], wasm: [1, 40, 10, 30, 20, 50] })
  expect(await time('engine', 'wasm')).toEqual([
    { backend: 'engine', milliseconds: 3, logits: Float32Array.of(3) },
    { backend: 'wasm', milliseconds: 30, logits: Float32Array.of(50) },
  ])
  expect(order.slice(0, 4)).toEqual(['engine', 'wasm', 'engine', 'wasm'])
})

test('one that breaks is told, and the others go on', async () => {
  const { order, time } = setUp({ engine: [1, 1, 1, 1, 1, 1], webgpu: [1, 1] })
  expect(await time('engine', 'webgpu')).toEqual([
    { backend: 'engine', milliseconds: 1, logits: Float32Array.of(1) },
    { backend: 'webgpu', obstacle: 'broken' },
  ])
  expect(order.filter((name) => name === 'webgpu')).toHaveLength(3)
})

test('it can be aborted', async () => {
  const { order, timeWith } = setUp({ engine: [1] })
  await expect(timeWith(AbortSignal.abort(new Error('enough')), 'engine')).rejects.toThrow('enough')
  expect(order).toEqual([])
})
