/** The engine in a worker, as the classifier has it: its threads are workers of a worker. */

import { startEngine } from '../../src/engine/engine.ts'
import type { Simd } from '../../src/engine/index.ts'
import { randomImage, randomNetwork, randomShape } from '../../src/engine/random-network.ts'
import { referenceRun } from '../../src/engine/reference.ts'
import { IMAGENET } from '../../src/network/imagenet.ts'

export interface Question {
  simd?: Simd
  threads: number
  /** Of the random networks. */
  seeds: number[]
}

export interface Answer {
  simd: Simd
  /** Of the last network. */
  threads: number
  /** Seeds of networks whose answer has another byte than the reference's. */
  wrong: number[]
  /** What an aborted run was rejected with, and whether it answered rightly afterwards. */
  aborted: string[]
}

const same = (a: Float32Array, b: Float32Array) =>
  a.length === b.length && a.every((value, i) => value === b[i])

async function answer({ seeds, threads, simd }: Question): Promise<Answer> {
  const result: Answer = { simd: 'plain', threads: 0, wrong: [], aborted: [] }
  for (const seed of seeds) {
    const shape = randomShape(seed)
    const network = randomNetwork(shape, seed)
    const rgb = randomImage(shape.size, seed)
    const engine = await startEngine(network, IMAGENET, { threads, ...(simd ? { simd } : {}) })
    result.simd = engine.simd
    result.threads = engine.threads
    const expected = referenceRun(network, IMAGENET, rgb)
    const isRight = async () => {
      const found = await engine.run(rgb)
      return same(found.logits, expected.logits) && same(found.maps, expected.maps)
    }
    // The first run is that of the browser's quick compiler, later ones may be its better one's.
    for (let run = 0; run < 5; run++)
      if (!(await isRight()) && !result.wrong.includes(seed)) result.wrong.push(seed)

    // Stops in the middle: the progress is told by the thread that is then asked to stop.
    const controller = new AbortController()
    let steps = 0
    const onProgress = () => {
      if (++steps === 3) controller.abort('stopped')
      // the engine looks at the signal after some milliseconds
      for (const start = performance.now(); performance.now() - start < 5; );
    }
    const outcome = engine.run(rgb, { signal: controller.signal, onProgress })
    result.aborted.push(await outcome.then(() => 'not aborted', String))
    if (!(await isRight())) result.aborted.push('wrong after an abort')
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
