import { beforeAll, describe, expect, it } from 'vitest'
import { parseManifest } from '../src/classifier/files/parse-manifest.ts'
import { checkInput } from '../src/network/check-picture.ts'
import type { Topology } from './architectures.ts'
import { assemble, type Ingredients } from './assemble.ts'
import { calibrate } from './calibrate.ts'
import { CheckError, checkLogits, maxAbsDifference } from './check.ts'
import { densenet } from './densenet.ts'
import { float32Storage } from './onnx-graph.ts'
import { randomNetwork } from './tiny.ts'

const SMALL: Topology = { blocks: [1, 1, 1, 1], growth: 16, stem: 16, classes: 12 }

describe('assemble', () => {
  let ingredients: Ingredients

  beforeAll(async () => {
    const network = randomNetwork(SMALL)
    ingredients = {
      architecture: 'small',
      network,
      calibration: await calibrate(network, [checkInput('noise'), checkInput('gradient')]),
      expected: await checkLogits(densenet(network, float32Storage)),
      weights: { digest: 'ab', source: 'random', license: 'none' },
      builder: 'test',
      log: () => undefined,
    }
  })

  it('makes what the page can read, for all backends, the same to the byte each time', async () => {
    const { manifest, files } = await assemble(ingredients)
    const { variants, classes } = parseManifest(manifest)
    expect(classes).toBe(12)
    expect(variants.map(({ id, backends }) => [id, backends])).toEqual([
      ['fp16', ['webgpu', 'wasm']],
      ['int8', ['engine', 'webgpu', 'wasm']],
    ])
    expect(variants.map(({ selfTest }) => selfTest.logits.length)).toEqual([12, 12])
    const again = await assemble(ingredients)
    // the names hold the contents' hashes
    expect([again.manifest, [...again.files.keys()]]).toEqual([manifest, [...files.keys()]])
  })

  it('refuses a model whose logits differ by more than rounding', async () => {
    const { expected } = ingredients
    const noise = expected.noise.map((logit, index) => (index === 7 ? logit + 0.05 : logit))
    const gradient = expected.gradient.map(() => Number.NaN)
    for (const wrong of [
      { ...expected, noise },
      { ...expected, gradient },
    ])
      await expect(assemble({ ...ingredients, expected: wrong })).rejects.toThrow(CheckError)
  })

  it('notices a single wrong layer', async () => {
    const { network } = ingredients
    const name = 'pool3_bn/beta'
    const { shape = [], data = new Float32Array() } = network.tensors.get(name) ?? {}
    const tensors = new Map(network.tensors).set(name, { shape, data: data.map((value) => value + 0.2) })
    await expect(assemble({ ...ingredients, network: { ...network, tensors } })).rejects.toThrow(/differ by/)
  })
})

describe('maxAbsDifference', () => {
  it.each([
    [[1, 2], [1, 2.5], 0.5],
    [[-1, 2], [1, 2], 2],
    [[], [], 0],
    [[1], [1, 2], Number.POSITIVE_INFINITY],
    [[Number.NaN], [1], Number.POSITIVE_INFINITY],
    [[1], [Number.NaN], Number.POSITIVE_INFINITY],
  ])('of %j and %j is %d', (a, b, expected) => {
    expect(maxAbsDifference(a, b)).toBe(expected)
  })
})
