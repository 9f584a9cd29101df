import { afterEach, expect, it, vi } from 'vitest'
import { FakeThread } from './fake-thread.ts'
import type { Enlistment } from './member.ts'
import { canRecruit, enlist, recruit } from './recruit.ts'

const SCRIPT = new URL('https://example.org/team-worker.js')

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Starts threads which the test then lets speak. */
function recruiting(count: number, refuseAt?: number) {
  const threads: FakeThread[] = []
  const names: string[] = []
  const recruited = recruit(count, SCRIPT, (_, name) => {
    if (threads.length === refuseAt) throw new Error('refused by the policy')
    names.push(name)
    const thread = new FakeThread()
    threads.push(thread)
    return thread
  })
  recruited.catch(() => undefined)
  return { threads, names, recruited }
}

const states = (threads: FakeThread[]) => threads.map(({ isTerminated }) => isTerminated)

it('waits until all have started', async () => {
  const { threads, names, recruited } = recruiting(2)
  let isReady = false
  void recruited.then(() => {
    isReady = true
  })
  expect(names).toEqual(['engine-1', 'engine-2'])
  threads[0]?.say('started')
  threads[1]?.say('something else')
  await Promise.resolve()
  expect(isReady).toBe(false)
  threads[1]?.say('started')
  expect(await recruited).toEqual(threads)
  expect(states(threads)).toEqual([false, false])
})

it('ends all where one fails', async () => {
  const { threads, recruited } = recruiting(3)
  threads[0]?.say('started')
  threads[2]?.fail('not found')
  await expect(recruited).rejects.toThrow('not found')
  expect(states(threads)).toEqual([true, true, true])
})

it('ends all where one can’t be started', async () => {
  const { threads, recruited } = recruiting(2, 1)
  await expect(recruited).rejects.toThrow('refused by the policy')
  expect(states(threads)).toEqual([true])
})

it('does not wait for ever', async () => {
  vi.useFakeTimers()
  const { threads, recruited } = recruiting(2)
  threads[0]?.say('started')
  await vi.advanceTimersByTimeAsync(60_000)
  await expect(recruited).rejects.toThrow('did not start in time')
  expect(states(threads)).toEqual([true, true])
})

it('needs isolation, and not the page’s own thread', () => {
  expect(canRecruit()).toBe(false)
  vi.stubGlobal('crossOriginIsolated', true)
  expect(canRecruit()).toBe(false)
  vi.stubGlobal('WorkerGlobalScope', class {})
  expect(canRecruit()).toBe(true)
  vi.stubGlobal('crossOriginIsolated', false)
  expect(canRecruit()).toBe(false)
})

it('waits for no answer of a thread that could not be told its work', async () => {
  vi.useFakeTimers()
  const thread = new FakeThread('refuses')
  await expect(enlist([thread], [{} as Enlistment])).rejects.toThrow('could not be cloned')
  expect(vi.getTimerCount()).toBe(0)
  expect(thread.isTerminated).toBe(true)
})
