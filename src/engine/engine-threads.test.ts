/** An engine whose other threads are fakes, which take a turn whenever the leader looks at the clock. */
import { beforeAll, expect, it } from 'vitest'
import { IMAGENET } from '../network/imagenet.ts'
import { compileKernels } from './compile.ts'
import { assembleEngine, type EngineOptions, type Equipment } from './engine.ts'
import { EngineBroken } from './errors.ts'
import { FakeThread } from './fake-thread.ts'
import { forSharedMemory } from './kernels.ts'
import type { EventLoop } from './leader.ts'
import { randomImage, randomNetwork } from './random-network.ts'
import { referenceRun } from './reference.ts'

const SHAPE = { size: 32, blocks: [2, 2], stem: 16, bottleneck: 32, growth: 8, classes: 20 }
const network = randomNetwork(SHAPE, 1)
const rgb = randomImage(SHAPE.size, 1)
const { logits } = referenceRun(network, IMAGENET, rgb)
/** With a signal the leader looks at the clock after each of its parts. */
const never = () => new AbortController().signal

let module: WebAssembly.Module
beforeAll(async () => {
  module = await WebAssembly.compile(forSharedMemory(await compileKernels('plain')))
})

interface Setting {
  threads: FakeThread[]
  chooseThreads?: EngineOptions['chooseThreads']
  /** Called when the leader looks after its messages. */
  onMessages?: () => void
}

async function start({ threads, chooseThreads = (most) => most, onMessages = () => undefined }: Setting) {
  let now = 0
  const loop: EventLoop = {
    now() {
      for (const thread of threads) thread.takeTurn()
      return now++
    },
    async handleMessages() {
      onMessages()
    },
  }
  const equipment: Equipment = { build: 'plain', module, shared: true, threads }
  return assembleEngine(network, IMAGENET, equipment, { threads: 1, chooseThreads }, loop)
}

const fakes = (count: number) => Array.from({ length: count }, () => new FakeThread())
const terminated = (threads: FakeThread[]) => threads.map(({ isTerminated }) => isTerminated)

it('shares the work, and the answer is the same', async () => {
  const threads = fakes(3)
  const engine = await start({ threads })
  expect(engine.threads).toBe(4)
  for (let run = 0; run < 3; run++)
    expect((await engine.run(rgb, { signal: never() })).logits).toEqual(logits)
  for (const { parts } of threads) expect(parts).toBeGreaterThan(20)
})

it('needs no thread that does not come', async () => {
  const engine = await start({ threads: fakes(2) })
  // without a signal the leader never looks at the clock: the fakes get no turn
  expect((await engine.run(rgb)).logits).toEqual(logits)
})

it('keeps the threads that help, and frees the others', async () => {
  const threads = fakes(3)
  const measured: [number, number][] = []
  const engine = await start({
    threads,
    chooseThreads(most, measure) {
      expect(most).toBe(4)
      for (const count of [1, 2, 4]) measured.push([count, measure(count)])
      return 2
    },
  })
  expect(measured.map(([count, time]) => [count, time > 0])).toEqual([1, 2, 4].map((count) => [count, true]))
  expect(engine.threads).toBe(2)
  expect(terminated(threads)).toEqual([false, true, true])
  expect((await engine.run(rgb, { signal: never() })).logits).toEqual(logits)
})

it('stops a run half-way with the signal’s reason, and answers the next one', async () => {
  const threads = fakes(2)
  let controller = new AbortController()
  const engine = await start({ threads, onMessages: () => controller.abort('no longer wanted') })
  const partsOf = () => threads.reduce((sum, { parts }) => sum + parts, 0)
  await expect(engine.run(rgb, { signal: controller.signal })).rejects.toBe('no longer wanted')
  const stopped = partsOf()
  controller = new AbortController()
  expect((await engine.run(rgb, { signal: never() })).logits).toEqual(logits)
  // a part each before the leader looked, and then many
  expect(stopped).toBeLessThan((partsOf() - stopped) / 4)
})

it('does not begin a run that is aborted already', async () => {
  const threads = fakes(1)
  const engine = await start({ threads })
  await expect(engine.run(rgb, { signal: AbortSignal.abort('before') })).rejects.toBe('before')
  expect(threads[0]?.parts).toBe(0)
})

it.each(['error', 'refuses'] as const)('works alone where a thread does not enlist: %s', async (answers) => {
  const threads = [new FakeThread(), new FakeThread(answers)]
  const engine = await start({ threads })
  expect(engine.threads).toBe(1)
  expect(terminated(threads)).toEqual([true, true])
  expect((await engine.run(rgb)).logits).toEqual(logits)
})

it('works alone where a thread fails while it is measured', async () => {
  const threads = fakes(2)
  const chooseThreads = () => {
    throw new Error('a thread does not answer')
  }
  const engine = await start({ threads, chooseThreads })
  expect(engine.threads).toBe(1)
  expect(terminated(threads)).toEqual([true, true])
  expect((await engine.run(rgb)).logits).toEqual(logits)
})

it('ends with all its threads when one fails with a part in its hands', async () => {
  const threads = fakes(2)
  const engine = await start({ threads, onMessages: () => threads[0]?.fail('out of memory') })
  for (const thread of threads.slice(0, 1)) thread.losesParts = true
  await expect(engine.run(rgb, { signal: never() })).rejects.toThrow(EngineBroken)
  expect(terminated(threads)).toEqual([true, true])
  await expect(engine.run(rgb)).rejects.toThrow('out of memory')
})

it('says that a thread has failed, and frees the others', async () => {
  const threads = fakes(2)
  const engine = await start({ threads })
  threads[1]?.fail('out of memory')
  expect(terminated(threads)).toEqual([true, true])
  await expect(engine.run(rgb)).rejects.toThrow('out of memory')
})

it('releases all threads, once and for all', async () => {
  const threads = fakes(2)
  const engine = await start({ threads })
  await engine.release()
  await engine.release()
  expect(terminated(threads)).toEqual([true, true])
  await expect(engine.run(rgb)).rejects.toThrow(EngineBroken)
})
