import { describe, expect, test } from 'vitest'
import type { Backend } from './backend.ts'
import { withWatchdog } from './watchdog.ts'

/** A backend whose runs end when a test says so, and a timer whose ticks do. */
function setUp() {
  const ends: { resolve(): void; reject(error: Error): void }[] = []
  const running = new Set<() => void>()
  const backend: Backend = {
    ...{ name: 'webgpu', threads: 3 },
    run: () =>
      new Promise((resolve, reject) => {
        ends.push({ resolve: () => resolve({ logits: Float32Array.of(1) }), reject })
      }),
    release: async () => {},
  }
  const watched = withWatchdog(backend, (_, callback) => {
    running.add(callback)
    return () => running.delete(callback)
  })
  const tick = (times: number) => {
    for (let i = 0; i < times; i++) for (const callback of [...running]) callback()
  }
  /** A run that takes so many ticks. */
  async function takes(ticks: number) {
    const run = watched.run(Uint8Array.of(), {})
    tick(ticks)
    ends.at(-1)?.resolve()
    return run
  }
  const start = () => watched.run(Uint8Array.of(), {})
  return { watched, start, tick, takes, ends, running }
}

test('it is the same backend', async () => {
  const { watched, takes } = setUp()
  expect(watched).toMatchObject({ name: 'webgpu', threads: 3 })
  expect((await takes(0)).logits).toEqual(Float32Array.of(1))
})

describe('a run that does not end is given up', () => {
  test('after three minutes of ticks, where it is the first and may compile', async () => {
    const { start, tick, running } = setUp()
    const run = start()
    tick(180)
    expect(running.size).toBe(1)
    tick(1)
    await expect(run).rejects.toThrow('no answer in 180 seconds')
    expect(running.size).toBe(0)
  })

  test('after a minute, where those before it were quick', async () => {
    const { start, tick, takes, running } = setUp()
    await takes(1)
    const run = start()
    tick(60)
    expect(running.size).toBe(1)
    tick(1)
    await expect(run).rejects.toThrow('no answer in 60 seconds')
  })

  test('on a slow device after twenty times the slowest before it', async () => {
    const { start, tick, takes } = setUp()
    await takes(30)
    await takes(2)
    const run = start()
    tick(600)
    tick(1)
    await expect(run).rejects.toThrow('no answer in 600 seconds')
  })
})

test('a run that ends leaves no timer, whichever way it ends', async () => {
  const { start, ends, takes, running } = setUp()
  await takes(5)
  expect(running.size).toBe(0)
  const run = start()
  ends.at(-1)?.reject(new Error('lost'))
  await expect(run).rejects.toThrow('lost')
  expect(running.size).toBe(0)
})

test('what comes after all is of no matter', async () => {
  const { start, tick, ends } = setUp()
  const run = start()
  tick(181)
  await expect(run).rejects.toThrow()
  ends.at(-1)?.resolve()
})
