import { setFlagsFromString } from 'node:v8'
import { describe, expect, it } from 'vitest'
import { IMAGENET } from '../network/imagenet.ts'
import { compileKernels } from './compile.ts'
import { startEngine } from './engine.ts'
import { type Build, makeMemory, startKernels } from './kernels.ts'
import { makePlan } from './plan.ts'
import { randomImage, randomNetwork, randomShape } from './random-network.ts'
import { referenceRun } from './reference.ts'
import { runShare } from './team.ts'

const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1)

// Node 20 knows the relaxed instructions behind a flag; its baseline compiler gives wrong products.
setFlagsFromString('--experimental-wasm-relaxed-simd')
setFlagsFromString('--no-liftoff')

const distinct = (values: Float32Array) => new Set(values).size

describe.each<Build>(['plain', 'relaxed', 'split'])('the %s kernels', (build) => {
  const simd = build === 'plain' ? 'plain' : 'relaxed'

  it.each(SEEDS)('give the reference’s bytes for the random network %i', async (seed) => {
    const shape = randomShape(seed)
    const network = randomNetwork(shape, seed)
    const engine = await startEngine(network, IMAGENET, {
      threads: 1,
      simd,
      kernels: () => compileKernels(build),
    })
    for (const picture of [1, 2]) {
      const rgb = randomImage(shape.size, seed + 100 * picture)
      const expected = referenceRun(network, IMAGENET, rgb)
      const found = await engine.run(rgb)
      expect(found.logits).toEqual(expected.logits)
      expect(found.maps).toEqual(expected.maps)
      // a network that dies or saturates would show nothing
      expect(distinct(expected.maps)).toBeGreaterThan(expected.maps.length / 2)
    }
  })

  it.each([2, 3, 4, 7])('give the same bytes when %i threads share the work', async (threads) => {
    const shape = randomShape(5)
    const network = randomNetwork(shape, 5)
    const rgb = randomImage(shape.size, 5)
    const plan = makePlan(network, { input: IMAGENET, threads, unit: simd === 'relaxed' ? 1 : 2 })
    const memory = makeMemory(plan.memory, false)
    plan.write(memory.buffer)
    new Uint8Array(memory.buffer, plan.image, plan.imageBytes).set(rgb)
    const kernels = await startKernels(
      await WebAssembly.compile(new Uint8Array(await compileKernels(build))),
      memory,
    )
    for (const step of plan.steps) {
      // the last first: no share may need another of its own step
      for (let thread = threads - 1; thread >= 0; thread--) {
        const scratch = plan.scratch[thread] ?? 0
        runShare({ thread, threads, scratch }, kernels, step)
      }
    }
    const logits = new Float32Array(memory.buffer, plan.logits, plan.classes)
    expect(Float32Array.from(logits)).toEqual(referenceRun(network, IMAGENET, rgb).logits)
  })
})

describe('an engine', () => {
  const shape = { size: 32, blocks: [2, 2], stem: 16, bottleneck: 32, growth: 8, classes: 20 }
  const network = randomNetwork(shape, 1)
  const rgb = randomImage(shape.size, 1)
  const start = () => startEngine(network, IMAGENET, { threads: 1, simd: 'plain', kernels: compileKernels })

  it('answers several images in a row, each as if it were the first', async () => {
    const engine = await start()
    const first = await engine.run(rgb)
    await engine.run(randomImage(shape.size, 2))
    expect(await engine.run(rgb)).toEqual(first)
  })

  it('gives arrays that the next run leaves alone', async () => {
    const engine = await start()
    const { logits } = await engine.run(rgb)
    const before = Float32Array.from(logits)
    await engine.run(randomImage(shape.size, 2))
    expect(logits).toEqual(before)
  })

  it('gives maps whose means plus the bias are the logits', async () => {
    const { logits, maps } = await (await start()).run(rgb)
    const pixels = maps.length / logits.length
    expect(pixels).toBe(16)
    for (const [c, logit] of logits.entries()) {
      const mean = maps.subarray(c * pixels, (c + 1) * pixels).reduce((sum, value) => sum + value, 0) / pixels
      expect(logit).toBeCloseTo(mean + (network.head.bias[c] ?? 0), 5)
    }
  })

  it('tells its progress', async () => {
    const shares: number[] = []
    await (await start()).run(rgb, { onProgress: (share) => shares.push(share) })
    expect(shares.at(-1)).toBe(1)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  })

  it('rejects an aborted run with the reason, and runs the next', async () => {
    const engine = await start()
    const reason = new Error('no longer wanted')
    await expect(engine.run(rgb, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect((await engine.run(rgb)).logits).toEqual(referenceRun(network, IMAGENET, rgb).logits)
  })

  it('rejects an image of another size', async () => {
    await expect((await start()).run(rgb.subarray(3))).rejects.toThrow('expected 3072')
  })
})
