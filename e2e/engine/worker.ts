/** The engine in a worker, as the classifier has it: its threads are workers of a worker. */

import { ownScript } from '../../src/classifier/own-scripts.ts'
import { startEngine } from '../../src/engine/engine.ts'
import type { Build, EngineOptions } from '../../src/engine/index.ts'
import { randomImage, randomNetwork, randomShape } from '../../src/engine/random-network.ts'
import { referenceRun } from '../../src/engine/reference.ts'
import type { ChooseThreads } from '../../src/engine/thread-count.ts'
import { IMAGENET } from '../../src/network/imagenet.ts'

const ALL = { maps: true, features: true } as const

/** A network that takes long enough to be stopped half-way. */
const LONG = { size: 224, blocks: [4, 4], stem: 64, bottleneck: 128, growth: 32, classes: 40 }

export interface Question {
  build?: Build
  threads: number
  /** How many of the threads are kept; those that help unless told. */
  kept?: number
  /** Of the random networks. */
  seeds: number[]
}

export interface Answer {
  build: Build
  /** Of the last network. */
  threads: number
  /** Seeds of networks whose answer has another byte than the reference's. */
  wrong: number[]
  /** What aborted runs were rejected with, and whether the next one answered rightly. */
  aborted: string[]
}

const same = (a: Float32Array, b: Float32Array) =>
  a.length === b.length && a.every((value, i) => value === b[i])

/** Stops runs half-way: the message that aborts waits until the engine looks after its messages. */
async function abortRuns(options: EngineOptions): Promise<string[]> {
  const engine = await startEngine(randomNetwork(LONG, 1), IMAGENET, options)
  const rgb = randomImage(LONG.size, 1)
  const expected = await engine.run(rgb)
  const outcomes: string[] = []
  for (let run = 0; run < 3; run++) {
    const controller = new AbortController()
    setTimeout(() => controller.abort('stopped'))
    const outcome = engine.run(rgb, { signal: controller.signal })
    outcomes.push(await outcome.then(() => 'not aborted', String))
    if (!same((await engine.run(rgb)).logits, expected.logits)) outcomes.push('wrong after an abort')
  }
  await engine.release()
  return outcomes
}

/** Measures a sample of the work with few and with many threads, and keeps as many as it should. */
const keep =
  (kept: number): ChooseThreads =>
  (most, measure) => {
    for (const count of [1, most]) measure(count)
    return Math.min(kept, most)
  }

async function answer({ seeds, threads, build, kept }: Question): Promise<Answer> {
  const options: EngineOptions = {
    threads,
    startWorker: (script, name) => new Worker(ownScript(script), { type: 'module', name }),
    ...(build ? { build } : {}),
    ...(kept ? { chooseThreads: keep(kept) } : {}),
  }
  const result: Answer = { build: 'plain', threads: 0, wrong: [], aborted: await abortRuns(options) }
  for (const seed of seeds) {
    const shape = randomShape(seed)
    const network = randomNetwork(shape, seed)
    const rgb = randomImage(shape.size, seed)
    const engine = await startEngine(network, IMAGENET, options)
    result.build = engine.build
    result.threads = engine.threads
    const expected = referenceRun(network, IMAGENET, rgb)
    // The first run is that of the browser's quick compiler, later ones may be its better one's.
    for (let run = 0; run < 5; run++) {
      const { logits, maps, features } = await engine.run(rgb, { want: ALL })
      const isRight =
        same(logits, expected.logits) &&
        same(maps ?? logits, expected.maps) &&
        same(features ?? logits, expected.features)
      if (!isRight && !result.wrong.includes(seed)) result.wrong.push(seed)
    }
    await engine.release()
  }
  return result
}

interface Scope {
  postMessage(message: Answer | { error: string }): void
  addEventListener(type: 'message', listener: (event: MessageEvent<Question>) => void): void
}
declare const self: Scope

self.addEventListener('message', ({ data }) => {
  answer(data).then(
    (found) => self.postMessage(found),
    (error: unknown) => self.postMessage({ error: String(error) }),
  )
})
