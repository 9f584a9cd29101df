/** What starts before there is a model. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { IMAGENET } from '../network/imagenet.ts'
import { compileKernels } from './compile.ts'
import { EngineRefused } from './errors.ts'
import { FakeThread } from './fake-thread.ts'
import { prepareEngine } from './index.ts'

beforeEach(() => {
  vi.stubGlobal('crossOriginIsolated', true)
  vi.stubGlobal('WorkerGlobalScope', class {})
})
afterEach(() => {
  vi.unstubAllGlobals()
})

/** A preparation whose threads say that they have started. */
function prepare(threads: number, kernels = compileKernels) {
  const started: FakeThread[] = []
  const preparation = prepareEngine({
    threads,
    build: 'plain',
    kernels,
    startWorker() {
      const thread = new FakeThread()
      started.push(thread)
      queueMicrotask(() => thread.say('started'))
      return thread
    },
  })
  return { preparation, started }
}

const terminated = (threads: FakeThread[]) => threads.map(({ isTerminated }) => isTerminated)
const noModel = new TextEncoder().encode('<!doctype html>')

it('starts the other threads at once', async () => {
  const { preparation, started } = prepare(3)
  await vi.waitFor(() => expect(started).toHaveLength(2))
  expect(terminated(started)).toEqual([false, false])
  await preparation.release()
  expect(terminated(started)).toEqual([true, true])
})

it('starts none where one thread is enough, or where they can’t share memory', async () => {
  const alone = prepare(1)
  await alone.preparation.release()
  vi.stubGlobal('crossOriginIsolated', false)
  const apart = prepare(3)
  await apart.preparation.release()
  expect([...alone.started, ...apart.started]).toEqual([])
})

it('frees the threads where the model can’t be run', async () => {
  const { preparation, started } = prepare(2)
  await expect(preparation.createEngine(noModel, IMAGENET)).rejects.toThrow(EngineRefused)
  expect(terminated(started)).toEqual([true])
})

it('says that the kernels can’t be had when the engine is made, and frees the threads', async () => {
  const { preparation, started } = prepare(2, async () => {
    throw new Error('offline')
  })
  await vi.waitFor(() => expect(terminated(started)).toEqual([true]))
  await expect(preparation.createEngine(noModel, IMAGENET)).rejects.toThrow()
  await preparation.release()
})

it('refuses kernels that the browser does not know', async () => {
  const { preparation, started } = prepare(2, async () => new Uint8Array([0, 97, 115, 109, 2, 0, 0, 0]))
  await vi.waitFor(() => expect(terminated(started)).toEqual([true]))
  await expect(preparation.createEngine(noModel, IMAGENET)).rejects.toThrow(EngineRefused)
})
