import { describe, expect, test, vi } from 'vitest'
import type { PhotoFile } from './files.ts'
import { type Later, type PoolOptions, runPool, type Thread, type ThreadEvents } from './pool.ts'
import type { Outcome } from './record.ts'

const photo = (name: string): PhotoFile => ({ name, path: `/${name}` })
const photos = (...names: string[]) => names.map(photo)
const fine: Outcome = { answer: { predictions: [], width: 1, height: 1 } }

/** A thread whose test says what it does. */
interface FakeThread extends ThreadEvents {
  sent: string[]
  isEnded: boolean
}

/** Threads that wait for the test, and what the pool tells of photos: the code of an error, or `fine`. */
function fakes(options: Partial<PoolOptions> = {}) {
  const threads: FakeThread[] = []
  const told: string[] = []
  const start = (events: ThreadEvents): Thread => {
    const thread: FakeThread = { ...events, sent: [], isEnded: false }
    threads.push(thread)
    return {
      post: (path) => void thread.sent.push(path),
      end() {
        thread.isEnded = true
      },
    }
  }
  const onOutcome = vi.fn(async ({ name }: PhotoFile, outcome: Outcome) => {
    told.push(`${name}: ${'error' in outcome ? outcome.error.code : 'fine'}`)
  })
  const later: Later = () => () => {}
  const run = (all: PhotoFile[], workers: number) =>
    runPool({ photos: all, workers, start, onOutcome, later, ...options })
  return { threads, told, run }
}

/** The thread of a number, which has to be there. */
const at = (threads: FakeThread[], index: number): FakeThread => {
  const thread = threads[index]
  if (!thread) throw new Error(`no thread ${index}`)
  return thread
}

const turn = () => new Promise((resolve) => setTimeout(resolve))

describe('a pool', () => {
  test('gives each thread two photos at most, and the next one for each answer', async () => {
    const { threads, told, run } = fakes()
    const done = run(photos('a', 'b', 'c', 'd', 'e'), 2)
    expect(threads).toHaveLength(2)
    for (const thread of threads) thread.ready()
    expect(threads.map(({ sent }) => sent)).toEqual([
      ['/a', '/b'],
      ['/c', '/d'],
    ])
    at(threads, 1).outcome(fine, false)
    await turn()
    expect(at(threads, 1).sent).toEqual(['/c', '/d', '/e'])
    for (const index of [0, 0, 1, 1]) at(threads, index).outcome(fine, false)
    await done
    expect(told.sort()).toEqual(['a: fine', 'b: fine', 'c: fine', 'd: fine', 'e: fine'])
    expect(threads.every(({ isEnded }) => isEnded)).toBe(true)
  })

  test('starts no more threads than there are photos, and none for none', async () => {
    const { threads, run } = fakes()
    await run([], 4)
    expect(threads).toHaveLength(0)
    void run(photos('a'), 4)
    expect(threads).toHaveLength(1)
  })

  test('deals nothing out before an outcome is told', async () => {
    let write = () => {}
    const onOutcome = () =>
      new Promise<void>((resolve) => {
        write = resolve
      })
    const { threads, run } = fakes({ onOutcome })
    const done = run(photos('a', 'b', 'c'), 1)
    at(threads, 0).ready()
    at(threads, 0).outcome(fine, false)
    await turn()
    expect(at(threads, 0).sent).toEqual(['/a', '/b'])
    write()
    await turn()
    expect(at(threads, 0).sent).toEqual(['/a', '/b', '/c'])
    for (const _ of ['b', 'c']) {
      at(threads, 0).outcome(fine, false)
      write()
      await turn()
    }
    await done
  })
})

describe('a thread that ends', () => {
  test('costs the photo that it was at; another takes over with the next', async () => {
    const { threads, told, run } = fakes()
    const done = run(photos('a', 'b', 'c'), 1)
    at(threads, 0).ready()
    at(threads, 0).ended('out of memory')
    expect(threads).toHaveLength(2)
    at(threads, 0).outcome(fine, false) // counts no more
    at(threads, 1).ready()
    expect(at(threads, 1).sent).toEqual(['/b', '/c'])
    for (const _ of ['b', 'c']) at(threads, 1).outcome(fine, false)
    await done
    expect(told).toEqual(['a: thread-lost', 'b: fine', 'c: fine'])
  })

  test('with the last photo ends the run', async () => {
    const { threads, told, run } = fakes()
    const done = run(photos('a'), 1)
    at(threads, 0).ready()
    at(threads, 0).ended('exit code 1')
    await done
    expect(told).toEqual(['a: thread-lost'])
    expect(threads).toHaveLength(1)
  })

  test('before it was ready ends everything', async () => {
    const { threads, run } = fakes()
    const done = run(photos('a', 'b'), 2)
    at(threads, 1).ended('no engine')
    await expect(done).rejects.toThrow(/can't be started: no engine/)
    expect(at(threads, 0).isEnded).toBe(true)
  })
})

test('a thread whose decoder is lost is replaced, and its answer counts', async () => {
  const { threads, told, run } = fakes()
  const done = run(photos('a', 'b'), 1)
  at(threads, 0).ready()
  at(threads, 0).outcome({ error: { code: 'damaged-image', message: '' } }, true)
  expect(at(threads, 0).isEnded).toBe(true)
  at(threads, 1).ready()
  expect(at(threads, 1).sent).toEqual(['/b'])
  at(threads, 1).outcome(fine, false)
  await done
  expect(told).toEqual(['a: damaged-image', 'b: fine'])
})

test('a photo that takes too long gets an error, and another thread goes on', async () => {
  const calls: (() => void)[] = []
  const later: Later = (call) => {
    calls.push(call)
    return () => void calls.splice(calls.indexOf(call), 1)
  }
  const { threads, told, run } = fakes({ later })
  const done = run(photos('a', 'b'), 1)
  expect(calls).toHaveLength(0)
  at(threads, 0).ready()
  expect(calls).toHaveLength(1)
  calls[0]?.()
  expect(at(threads, 0).isEnded).toBe(true)
  at(threads, 1).ready()
  at(threads, 1).outcome(fine, false)
  await done
  expect(told).toEqual(['a: timeout', 'b: fine'])
  expect(calls).toHaveLength(0)
})

test('aborted, it ends with the photos that were begun', async () => {
  const controller = new AbortController()
  const { threads, told, run } = fakes({ signal: controller.signal })
  const done = run(photos('a', 'b', 'c'), 1)
  at(threads, 0).ready()
  controller.abort()
  for (const _ of ['a', 'b']) at(threads, 0).outcome(fine, false)
  await done
  expect(told).toEqual(['a: fine', 'b: fine'])
})

test('aborted before anything was begun, it ends', async () => {
  const controller = new AbortController()
  const { threads, run } = fakes({ signal: controller.signal })
  const done = run(photos('a'), 1)
  controller.abort()
  await done
  expect(at(threads, 0).isEnded).toBe(true)
})

test('an output that fails ends everything', async () => {
  const onOutcome = () => Promise.reject(new Error('no space'))
  const { threads, run } = fakes({ onOutcome })
  const done = run(photos('a', 'b', 'c'), 1)
  at(threads, 0).ready()
  at(threads, 0).outcome(fine, false)
  await expect(done).rejects.toThrow('no space')
  expect(at(threads, 0).isEnded).toBe(true)
})
