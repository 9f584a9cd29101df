import { readFileSync } from 'node:fs'
import * as ort from 'onnxruntime-web/wasm'
import { PNG } from 'pngjs'
import { describe, expect, inject, it } from 'vitest'
import { toTensor } from '../src/classifier/backends/normalize.ts'
import { checkInput } from '../src/network/check-picture.ts'
import { IMAGENET } from '../src/network/imagenet.ts'
import { DENSENET121 } from './architectures.ts'
import { readModelWeights } from './build.ts'
import { densenet, INPUT_NAME, type Network, OUTPUTS } from './densenet.ts'
import './inference.ts' // one thread: in Node the runtime can't start its workers
import { float32Storage } from './onnx-graph.ts'
import { randomNetwork, TINY } from './tiny.ts'

const model = inject('realModel')

/** Of a logit or a feature. */
const TOLERANCE = 1e-3

const NETWORKS: [name: string, network: () => Promise<Network>, skip: boolean][] = [
  ['a tiny network', async () => randomNetwork(TINY), false],
  [
    `DenseNet-121${model.kind === 'missing' ? ' (SKIPPED: the weights are not there)' : ''}`,
    async () => ({ topology: DENSENET121.topology, tensors: (await readModelWeights()).tensors }),
    model.kind === 'missing',
  ],
]

/** A public-domain photo's crop, as the network gets it. */
function photo(): Float32Array {
  const file = new URL('../src/classifier/image/fixtures/locomotion-house-cat.png', import.meta.url)
  const { data } = PNG.sync.read(readFileSync(file))
  return toTensor(
    Uint8Array.from(data).filter((_, i) => i % 4 < 3),
    IMAGENET,
  )
}

/** Runs the float32 graph with what the linear layer reads as an output. */
async function runAll(network: Network, inputs: Float32Array[]) {
  let activations = ''
  const onnx = densenet(network, float32Storage, {
    observe(layer, value) {
      if (layer === 'fc1000') activations = value
    },
  })
  const session = await ort.InferenceSession.create(onnx)
  const results: Record<keyof typeof OUTPUTS | 'activations', Float32Array>[] = []
  for (const input of inputs) {
    const image = new ort.Tensor('float32', input, [1, 3, IMAGENET.size, IMAGENET.size])
    const found = await session.run({ [INPUT_NAME]: image })
    const output = (name: string) => {
      const data = found[name]?.data
      if (!(data instanceof Float32Array)) throw new Error(`the graph lacks the output ${name}`)
      return data.slice()
    }
    results.push({
      logits: output(OUTPUTS.logits),
      maps: output(OUTPUTS.maps),
      features: output(OUTPUTS.features),
      activations: output(activations),
    })
  }
  await session.release()
  return results
}

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length

describe.each(NETWORKS)('maps and features of %s', (_, load, skip) => {
  it.skipIf(skip)(
    "are the class's weights times the last activations, and the activations' means",
    async () => {
      const network = await load()
      const { tensors } = network
      const bias = tensors.get('fc1000/bias')?.data ?? new Float32Array()
      const kernel = tensors.get('fc1000/kernel')?.data ?? new Float32Array()
      const classes = bias.length
      const furthest = { logit: 0, cell: 0, feature: 0, logitOfFeatures: 0 }
      const measure = (key: keyof typeof furthest, a: number, b: number | undefined) => {
        furthest[key] = Math.max(furthest[key], Math.abs(a - (b ?? Number.NaN)))
      }
      const inputs = [checkInput('gradient'), checkInput('noise'), photo()]
      for (const { logits, maps, features, activations } of await runAll(network, inputs)) {
        const cells = maps.length / classes
        const channels = activations.length / cells
        expect([cells, kernel.length, features.length]).toEqual([49, channels * classes, channels])
        features.forEach((feature, channel) => {
          measure('feature', mean(activations.subarray(channel * cells, (channel + 1) * cells)), feature)
        })
        for (let index = 0; index < classes; index++) {
          const map = maps.subarray(index * cells, (index + 1) * cells)
          measure('logit', mean(map) + (bias[index] ?? Number.NaN), logits[index])
          // Zhou et al. 2016, for a cell of each class; and the classifier as the paper has it
          const cell = index % cells
          let cam = 0
          let logit = bias[index] ?? Number.NaN
          for (let channel = 0; channel < channels; channel++) {
            const weight = kernel[channel * classes + index] ?? Number.NaN
            cam += weight * (activations[channel * cells + cell] ?? Number.NaN)
            logit += weight * (features[channel] ?? Number.NaN)
          }
          measure('cell', cam, map[cell])
          measure('logitOfFeatures', logit, logits[index])
        }
      }
      console.info(`largest differences: ${JSON.stringify(furthest)}`)
      for (const difference of Object.values(furthest)) expect(difference).toBeLessThan(TOLERANCE)
    },
  )
})
