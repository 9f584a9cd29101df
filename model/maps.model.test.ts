import { readFileSync } from 'node:fs'
import * as ort from 'onnxruntime-web/wasm'
import { PNG } from 'pngjs'
import { describe, expect, inject, it } from 'vitest'
import { toTensor } from '../src/classifier/backends/normalize.ts'
import { checkInput } from '../src/network/check-picture.ts'
import { IMAGENET } from '../src/network/imagenet.ts'
import { INPUT } from './assemble.ts'
import { findWeights } from './build.ts'
import { densenet, INPUT_NAME, LOGITS_NAME, MAPS_NAME } from './densenet121.ts'
import './inference.ts' // one thread: in Node the runtime can't start its workers
import type { Tensors } from './keras-weights.ts'
import { float32Storage } from './onnx-graph.ts'
import { readVerifiedWeights } from './source.ts'
import { randomWeights, TINY } from './tiny.ts'

const model = inject('realModel')

/** Logits. */
const TOLERANCE = 1e-3

const NETWORKS: [name: string, tensors: () => Promise<Tensors>, skip: boolean][] = [
  ['a tiny network', async () => randomWeights(TINY), false],
  [
    `DenseNet-121${model.kind === 'missing' ? ' (SKIPPED: the weights are not there)' : ''}`,
    async () => (await readVerifiedWeights(await findWeights({}))).tensors,
    model.kind === 'missing',
  ],
]

/** A public-domain photo's crop, as the network gets it. */
function photo(): Float32Array {
  const file = new URL('../src/classifier/image/fixtures/locomotion-house-cat.png', import.meta.url)
  const { data } = PNG.sync.read(readFileSync(file))
  return toTensor(
    Uint8Array.from(data).filter((_, i) => i % 4 < 3),
    INPUT,
  )
}

function numbers(tensor: ort.Tensor | undefined): Float32Array {
  if (!(tensor?.data instanceof Float32Array)) throw new Error('the graph lacks an output')
  return tensor.data
}

/** Runs the float32 graph with the features that the linear layer reads as an output. */
async function outputs(tensors: Tensors, inputs: Float32Array[]) {
  let features = ''
  const onnx = densenet(tensors, float32Storage, {
    observe(layer, value) {
      if (layer === 'fc1000') features = value
    },
  })
  const session = await ort.InferenceSession.create(onnx)
  const results: { logits: Float32Array; maps: Float32Array; features: Float32Array }[] = []
  for (const input of inputs) {
    const image = new ort.Tensor('float32', input, [1, 3, IMAGENET.size, IMAGENET.size])
    const found = await session.run({ [INPUT_NAME]: image }, [LOGITS_NAME, MAPS_NAME, features])
    results.push({
      logits: numbers(found[LOGITS_NAME]).slice(),
      maps: numbers(found[MAPS_NAME]).slice(),
      features: numbers(found[features]).slice(),
    })
  }
  await session.release()
  return results
}

describe.each(NETWORKS)('the class activation maps of %s', (_, load, skip) => {
  it.skipIf(skip)("are the class's weights times the last features, and give its logit", async () => {
    const tensors = await load()
    const bias = tensors.get('fc1000/bias')?.data ?? new Float32Array()
    const kernel = tensors.get('fc1000/kernel')?.data ?? new Float32Array()
    const classes = bias.length
    const inputs = [checkInput('gradient'), checkInput('noise'), photo()]
    let furthestLogit = 0
    let furthestCell = 0
    for (const { logits, maps, features } of await outputs(tensors, inputs)) {
      const cells = maps.length / classes
      const channels = features.length / cells
      expect([cells, kernel.length]).toEqual([49, channels * classes])
      for (let index = 0; index < classes; index++) {
        const map = maps.subarray(index * cells, (index + 1) * cells)
        const mean = map.reduce((sum, value) => sum + value, 0) / cells
        const logit = mean + (bias[index] ?? Number.NaN)
        furthestLogit = Math.max(furthestLogit, Math.abs(logit - (logits[index] ?? Number.NaN)))
        // Zhou et al. 2016, for a cell of each class
        const cell = index % cells
        let cam = 0
        for (let channel = 0; channel < channels; channel++) {
          cam +=
            (kernel[channel * classes + index] ?? Number.NaN) *
            (features[channel * cells + cell] ?? Number.NaN)
        }
        furthestCell = Math.max(furthestCell, Math.abs(cam - (map[cell] ?? Number.NaN)))
      }
    }
    console.info(
      `mean of a map plus bias against its logit: within ${furthestLogit.toExponential(1)}; weights times features against the map: within ${furthestCell.toExponential(1)}`,
    )
    expect(furthestLogit).toBeLessThan(TOLERANCE)
    expect(furthestCell).toBeLessThan(TOLERANCE)
  })
})
