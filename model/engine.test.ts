import { beforeAll, describe, expect, it } from 'vitest'
import { compileKernels } from '../src/engine/compile.ts'
import { checkSums } from '../src/engine/graph-reader.ts'
import { createEngine, EngineRefused } from '../src/engine/index.ts'
import { type OnnxModel, readOnnx } from '../src/engine/onnx.ts'
import { readNetwork } from '../src/engine/read-network.ts'
import { checkInput, checkPicture } from '../src/network/check-picture.ts'
import { IMAGENET } from '../src/network/imagenet.ts'
import { INPUT } from './assemble.ts'
import { calibrate } from './calibrate.ts'
import { densenet } from './densenet.ts'
import { withSession } from './inference.ts'
import { float16Storage, float32Storage } from './onnx-graph.ts'
import { randomNetwork, TINY } from './tiny.ts'
import { VARIANTS } from './variants.ts'

const network = randomNetwork(TINY, 3)
let onnx: Uint8Array

beforeAll(async () => {
  const build = VARIANTS.find(({ id }) => id === 'int8')?.build
  if (!build) throw new Error('no variant int8')
  onnx = build(network, await calibrate(network, [checkInput('noise'), checkInput('gradient')]))
})

const start = (model: Uint8Array) =>
  createEngine(model, INPUT, { threads: 1, build: 'plain', kernels: compileKernels })

/** The file as it is read, changed. */
function changed(change: (model: OnnxModel) => void): () => unknown {
  return () => {
    const model = readOnnx(onnx)
    change(model)
    return readNetwork(model, IMAGENET.size)
  }
}

const node = ({ nodes }: OnnxModel, name: string) => {
  const found = nodes.find((other) => other.name === name)
  if (!found) throw new Error(`no node ${name}`)
  return found
}

describe('the engine', () => {
  it('answers nearly as the runtime does with the same file', async () => {
    const engine = await start(onnx)
    const { logits, maps = new Float32Array() } = await engine.run(checkPicture('noise'), {
      want: { maps: true },
    })
    const expected = await withSession(onnx, (run) => run(checkInput('noise')))
    expect([engine.classes, engine.mapSide, maps.length]).toEqual([1000, 7, 49_000])
    const squares = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0)
    const error = Math.sqrt(squares(logits.map((value, i) => value - (expected[i] ?? 0))) / squares(expected))
    // 7-bit activations; wrong layers give about 1
    expect(error).toBeLessThan(0.1)
  })

  it('reads weights, steps and metadata where they lie', () => {
    const network = readNetwork(readOnnx(onnx), IMAGENET.size)
    expect(network.blocks.map(({ layers }) => layers.length)).toEqual(TINY.blocks)
    expect(network.stem.outputs).toBe(TINY.stem)
    expect(network.head.convolution.codes).toHaveLength(1000 * network.head.convolution.inputs)
    const model = readOnnx(onnx)
    const maximum = Number(model.metadata.get('input_maximum.conv2_block1_2_conv'))
    expect(network.blocks[0]?.layers[0]?.growth.inputStep).toBeCloseTo(maximum / 127, 10)
  })
})

describe('inputs of 14 bits', () => {
  it('are read where the file asks for them', () => {
    const model = readOnnx(onnx)
    model.metadata.set('wide_input.conv2_block1_2_conv', '1')
    model.metadata.delete('wide_input.conv2_block1_1_conv')
    const layer = readNetwork(model, IMAGENET.size).blocks[0]?.layers[0]
    const maximum = Number(model.metadata.get('input_maximum.conv2_block1_2_conv'))
    expect(layer?.growth.inputLargest).toBe(16383)
    expect(layer?.growth.inputStep).toBeCloseTo(maximum / 16383, 12)
    expect(layer?.bottleneck.inputLargest).toBe(127)
  })

  it('are refused where the sums do not fit', () => {
    const codes = new Int8Array(2 * 1100).fill(127)
    expect(() => checkSums('layer', codes, 2, 16383)).toThrow(EngineRefused)
    expect(() => checkSums('layer', codes.fill(-50), 2, 16383)).not.toThrow()
  })
})

describe('the engine refuses', () => {
  it.each([
    [
      'a layer of another kind',
      (model: OnnxModel) => (node(model, 'conv2_block1_0_relu').op = 'Sigmoid'),
      /Sigmoid/,
    ],
    [
      'another stride',
      (model: OnnxModel) => node(model, 'conv1/conv').ints.set('strides', [1, 1]),
      /strides 1 1/,
    ],
    [
      'groups',
      (model: OnnxModel) => node(model, 'conv2_block1_2_conv').ints.set('group', [2]),
      /unknown group/,
    ],
    [
      'other connections',
      (model: OnnxModel) => (node(model, 'conv2_block2_concat').inputs[0] = 'pool1'),
      /Concat/,
    ],
    ['a missing tensor', (model: OnnxModel) => model.tensors.delete('bn/gamma'), /no tensor bn\/gamma/],
    [
      'a missing range',
      (model: OnnxModel) => model.metadata.delete('input_maximum.fc1000'),
      /inputs of fc1000/,
    ],
    [
      'numbers that are none',
      (model: OnnxModel) => model.metadata.set('input_maximum.fc1000', 'x'),
      /no numbers/,
    ],
    [
      'features of another value',
      (model: OnnxModel) => (node(model, 'features_pool').inputs[0] = 'pool1'),
      /features are means of pool1/,
    ],
    ['more outputs', (model: OnnxModel) => model.outputs.push('relu'), /two outputs/],
    ['a graph that goes on', (model: OnnxModel) => model.nodes.push(node(model, 'logits')), /goes on/],
  ])('%s', (_, change, message) => {
    expect(changed(change)).toThrow(EngineRefused)
    expect(changed(change)).toThrow(message)
  })

  it('weights that are no bytes', async () => {
    for (const storage of [float16Storage, float32Storage])
      await expect(start(densenet(network, storage))).rejects.toThrow(EngineRefused)
  })

  it('what is no ONNX file', async () => {
    for (const file of [
      new Uint8Array(),
      new Uint8Array(100).fill(255),
      onnx.subarray(0, 1000),
      new TextEncoder().encode('<!doctype html>'),
    ])
      await expect(start(file)).rejects.toThrow(EngineRefused)
  })

  it('instructions that the browser does not know', async () => {
    const kernels = async () => new Uint8Array([0, 97, 115, 109, 2, 0, 0, 0])
    await expect(createEngine(onnx, INPUT, { threads: 1, kernels })).rejects.toThrow(/does not know/)
  })
})
