import { setFlagsFromString } from 'node:v8'
import { describe, expect, it } from 'vitest'
import { IMAGENET } from '../network/imagenet.ts'
import { compileKernels } from './compile.ts'
import { startEngine } from './engine.ts'
import { EngineBroken } from './errors.ts'
import { type Build, makeMemory, runPart, startKernels } from './kernels.ts'
import { readOutputs } from './outputs.ts'
import { makePlan } from './plan/plan.ts'
import { randomImage, randomNetwork, randomShape } from './random-network.ts'
import { referenceRun } from './reference.ts'

const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1)
const ALL = { maps: true, features: true } as const

// Node 20 knows the relaxed instructions behind a flag; its baseline compiler gives wrong products.
setFlagsFromString('--experimental-wasm-relaxed-simd')
setFlagsFromString('--no-liftoff')

const distinct = (values: Float32Array) => new Set(values).size

describe.each<Build>(['plain', 'relaxed', 'split'])('the %s kernels', (build) => {
  it.each(SEEDS)('give the reference’s bytes for the random network %i', async (seed) => {
    const shape = randomShape(seed)
    const network = randomNetwork(shape, seed)
    const engine = await startEngine(network, IMAGENET, { threads: 1, build, kernels: compileKernels })
    for (const picture of [1, 2]) {
      const rgb = randomImage(shape.size, seed + 100 * picture)
      const expected = referenceRun(network, IMAGENET, rgb)
      expect(await engine.run(rgb, { want: ALL })).toEqual(expected)
      // a network that dies or saturates would show nothing
      expect(distinct(expected.maps)).toBeGreaterThan(expected.maps.length / 2)
    }
  })

  it.each([2, 7, 12, 28])('give the same bytes when the work has %i parts', async (parts) => {
    const shape = randomShape(5)
    const network = randomNetwork(shape, 5)
    const rgb = randomImage(shape.size, 5)
    const plan = makePlan(network, { input: IMAGENET, threads: 1, unit: build === 'plain' ? 2 : 1 })
    const memory = makeMemory(plan.memory, false)
    plan.write(memory.buffer)
    new Uint8Array(memory.buffer, plan.image, plan.imageBytes).set(rgb)
    const module = await WebAssembly.compile(new Uint8Array(await compileKernels(build)))
    const kernels = await startKernels(module, memory)
    for (const step of plan.steps) {
      // the last first: no part may need another of its own step
      for (let part = parts - 1; part >= 0; part--) runPart(kernels, step, part, parts, plan.scratch[0] ?? 0)
    }
    expect(readOutputs(memory.buffer, plan.outputs, ALL)).toEqual(referenceRun(network, IMAGENET, rgb))
  })
})

describe('an engine', () => {
  const shape = { size: 32, blocks: [2, 2], stem: 16, bottleneck: 32, growth: 8, classes: 20 }
  const network = randomNetwork(shape, 1)
  const rgb = randomImage(shape.size, 1)
  const start = () => startEngine(network, IMAGENET, { threads: 1, build: 'plain', kernels: compileKernels })

  it('answers several images in a row, each as if it were the first', async () => {
    const engine = await start()
    const first = await engine.run(rgb)
    await engine.run(randomImage(shape.size, 2))
    expect(await engine.run(rgb)).toEqual(first)
  })

  it('gives arrays that the next run leaves alone', async () => {
    const engine = await start()
    const outputs = await engine.run(rgb, { want: ALL })
    const before = structuredClone(outputs)
    await engine.run(randomImage(shape.size, 2), { want: ALL })
    expect(outputs).toEqual(before)
  })

  it('gives only what is wanted', async () => {
    const engine = await start()
    const { logits, maps, features } = referenceRun(network, IMAGENET, rgb)
    expect(await engine.run(rgb)).toEqual({ logits })
    expect(await engine.run(rgb, { want: { maps: true } })).toEqual({ logits, maps })
    expect(await engine.run(rgb, { want: { features: true } })).toEqual({ logits, features })
  })

  it('gives maps whose means plus the bias are the logits', async () => {
    const { logits, maps = new Float32Array() } = await (await start()).run(rgb, { want: { maps: true } })
    const pixels = maps.length / logits.length
    expect(pixels).toBe(16)
    for (const [c, logit] of logits.entries()) {
      const mean = maps.subarray(c * pixels, (c + 1) * pixels).reduce((sum, value) => sum + value, 0) / pixels
      expect(logit).toBeCloseTo(mean + (network.head.bias[c] ?? 0), 5)
    }
  })

  it('gives features of which the logits are a linear map', async () => {
    const { logits, features = new Float32Array() } = await (await start()).run(rgb, {
      want: { features: true },
    })
    const { codes, steps, inputs, bias } = network.head.convolution
    for (const [c, logit] of logits.entries()) {
      const sum = features.reduce((total, value, i) => total + value * (codes[c * inputs + i] ?? 0), 0)
      expect(logit).toBeCloseTo(sum * (steps[c] ?? 0) + (bias[c] ?? 0) + (network.head.bias[c] ?? 0), 4)
    }
  })

  it('rejects an image of another size', async () => {
    await expect((await start()).run(rgb.subarray(3))).rejects.toThrow('expected 3072')
  })

  it('runs no more once it is released', async () => {
    const engine = await start()
    await engine.release()
    await expect(engine.run(rgb)).rejects.toThrow(EngineBroken)
  })
})
