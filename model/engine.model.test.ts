import { readFileSync } from 'node:fs'
import onnxProto from 'onnx-proto'
import * as ort from 'onnxruntime-web/wasm'
import { PNG } from 'pngjs'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { toTensor } from '../src/classifier/backends/normalize.ts'
import { softmax, topK } from '../src/classifier/labels/softmax.ts'
import { compileKernels } from '../src/engine/compile.ts'
import { createEngine } from '../src/engine/index.ts'
import { type KernelName, makeMemory, runPart, startKernels } from '../src/engine/kernels.ts'
import { readOnnx } from '../src/engine/onnx.ts'
import { fieldOffset, type LayerField } from '../src/engine/plan/layer.ts'
import { makePlan } from '../src/engine/plan/plan.ts'
import { readNetwork } from '../src/engine/read-network.ts'
import { referenceRun } from '../src/engine/reference.ts'
import { IMAGENET } from '../src/network/imagenet.ts'
import { INPUT } from './assemble.ts'
import { INPUT_NAME } from './densenet.ts'
import { readManifest, readUnpacked } from './published.ts'
import { hasReference, REFERENCE_NOTE, referenceCrop, referencePhotos } from './reference.ts'

const model = inject('realModel')
const note = model.kind === 'missing' ? ' (SKIPPED: the weights are not there)' : REFERENCE_NOTE

/** RMS of the difference as a part of the RMS of what is expected. Measured: up to 23 %; wrong values give 140. */
const LARGEST_ERROR = 0.35

/** A value of the float network, `[channels, area]`. */
interface FloatValue {
  channels: number
  area: number
  data: Float32Array
}

/** Names of what the engine's steps make, in their order. */
function valueNames(onnx: Uint8Array): string[] {
  const made = readOnnx(onnx).nodes.filter(
    ({ op, name }) => op === 'MaxPool' || (op === 'Conv' && name !== 'conv1/conv'),
  )
  // a bottleneck ends with its ReLU
  return made.map(({ name }) => (name.endsWith('_1_conv') ? name.replace(/_conv$/, '_relu') : name))
}

/** The float network's values, channels first. */
async function floatValues(
  onnx: Uint8Array,
  rgb: Uint8Array,
  names: string[],
): Promise<Map<string, FloatValue>> {
  const graph = onnxProto.onnx.ModelProto.decode(onnx)
  for (const name of names) {
    if (graph.graph?.output?.every((output) => output.name !== name)) {
      graph.graph.output.push(
        onnxProto.onnx.ValueInfoProto.create({ name, type: { tensorType: { elemType: 1 } } }),
      )
    }
  }
  ort.env.wasm.numThreads = 1
  const session = await ort.InferenceSession.create(onnxProto.onnx.ModelProto.encode(graph).finish())
  try {
    const input = new ort.Tensor('float32', toTensor(rgb, INPUT), [1, 3, IMAGENET.size, IMAGENET.size])
    const results = await session.run({ [INPUT_NAME]: input })
    return new Map(
      names.map((name) => {
        const { data, dims } = results[name] ?? {}
        if (!(data instanceof Float32Array) || !dims) throw new Error(`no value ${name}`)
        const [, channels = 0, height = 0, width = 0] = dims
        return [name, { channels, area: height * width, data: data.slice() }]
      }),
    )
  } finally {
    await session.release()
  }
}

/** Reads a pixel's channel of what a step of the engine has made. */
type ReadValue = (pixel: number, channel: number) => number

/** Runs the engine step by step and shows what each has made; a bottleneck's values are codes. */
async function runSteps(
  onnx: Uint8Array,
  rgb: Uint8Array,
  use: (kernel: KernelName, read: ReadValue) => void,
): Promise<void> {
  const plan = makePlan(readNetwork(readOnnx(onnx), IMAGENET.size), { input: INPUT, threads: 1, unit: 2 })
  const memory = makeMemory(plan.memory, false)
  plan.write(memory.buffer)
  const binary = new Uint8Array(await compileKernels('plain'))
  const kernels = await startKernels(await WebAssembly.compile(binary), memory)
  new Uint8Array(memory.buffer, plan.image, plan.imageBytes).set(rgb)
  const view = new DataView(memory.buffer)
  for (const step of plan.steps) {
    runPart(kernels, step, 0, 1, plan.scratch[0] ?? 0)
    const field = (name: LayerField) => view.getInt32(step.layer + fieldOffset(name), true)
    use(step.kernel, (pixel, channel) => {
      const place = view.getInt32(field('places') + 4 * pixel, true) + field('offset')
      return step.kernel === 'bottleneck'
        ? view.getInt16(place + 2 * channel, true)
        : view.getFloat32(place + 4 * channel, true)
    })
  }
}

describe.skipIf(model.kind === 'missing' || !hasReference)(`the engine${note}`, () => {
  let onnx: Uint8Array
  let rgb: Uint8Array
  const [photo] = referencePhotos().filter(({ name }) => name === 'seed/sample_file.jpeg')

  beforeAll(async () => {
    if (model.kind === 'missing' || !photo) return
    const manifest = await readManifest(model.folder)
    const variant = manifest.variants.find(({ id }) => id === 'int8')
    if (!variant) throw new Error('no variant int8')
    onnx = await readUnpacked(model.folder, variant.file)
    const { data } = PNG.sync.read(readFileSync(referenceCrop(photo) ?? ''))
    rgb = new Uint8Array(data.filter((_, i) => i % 4 !== 3))
  })

  it('stays near the float network in every layer', async () => {
    const names = valueNames(onnx)
    const expected = await floatValues(onnx, rgb, names)
    const layers = readNetwork(readOnnx(onnx), IMAGENET.size).blocks.flatMap((block) => block.layers)
    const errors: { name: string; error: number }[] = []
    await runSteps(onnx, rgb, (kernel, read) => {
      if (kernel === 'center' || kernel === 'lastNorm') return
      const name = names[errors.length] ?? ''
      const { channels, area, data } = expected.get(name) ?? { channels: 0, area: 0, data: [] }
      // a bottleneck's values are codes for the convolution that follows
      const reader = layers.find(({ growth }) => growth.layer === name.replace('_1_relu', '_2_conv'))?.growth
      const unit = kernel === 'bottleneck' ? (reader?.inputStep ?? Number.NaN) : 1
      let [squares, difference] = [0, 0]
      for (let i = 0; i < channels * area; i++) {
        const value = data[i] ?? Number.NaN
        squares += value * value
        difference += (value - unit * read(i % area, Math.floor(i / area))) ** 2
      }
      errors.push({ name, error: Math.sqrt(difference / squares) })
    })
    const largest = errors.reduce((most, { error }) => Math.max(most, error), 0)
    console.info(
      `${errors.length} layers of the engine against the runtime: within ${(100 * largest).toFixed(1)} %`,
    )
    expect(errors).toHaveLength(121)
    for (const { name, error } of errors) expect(error, name).toBeLessThan(LARGEST_ERROR)
  })

  it('gives the bytes of the slow reference, and the right answer', async () => {
    const network = readNetwork(readOnnx(onnx), IMAGENET.size)
    const engine = await createEngine(onnx, INPUT, { threads: 1, build: 'plain', kernels: compileKernels })
    const found = await engine.run(rgb, { want: { maps: true, features: true } })
    expect(found).toEqual(referenceRun(network, INPUT, rgb))
    const probabilities = softmax(found.logits)
    expect(topK(probabilities, 1)).toEqual([285])
    expect(probabilities[285]).toBeCloseTo(0.977, 1)
  })
})
