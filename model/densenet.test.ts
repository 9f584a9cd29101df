import onnxProto from 'onnx-proto'
import { describe, expect, it } from 'vitest'
import { checkInput } from '../src/network/check-picture.ts'
import { maxAbsDifference } from './check.ts'
import { densenet, type Network } from './densenet.ts'
import { withSession } from './inference.ts'
import { type Tensor, WeightsError } from './keras-weights.ts'
import { foldBatchNorm } from './layer-weights.ts'
import { float16Storage, float32Storage } from './onnx-graph.ts'
import { randomNetwork } from './tiny.ts'

/** Channels first. */
interface Maps {
  channels: number
  side: number
  data: Float64Array
}

const at = (array: ArrayLike<number>, index: number) => array[index] ?? Number.NaN
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length

function convolve(input: Maps, { shape, data }: Tensor, stride: number, pad: number): Maps {
  const [size = 0, , inputs = 0, channels = 0] = shape
  const side = Math.floor((input.side + 2 * pad - size) / stride + 1)
  const output = new Float64Array(channels * side * side)
  for (let oy = 0; oy < side; oy++)
    for (let ox = 0; ox < side; ox++)
      for (let ky = 0; ky < size; ky++)
        for (let kx = 0; kx < size; kx++) {
          const y = oy * stride + ky - pad
          const x = ox * stride + kx - pad
          if (y < 0 || x < 0 || y >= input.side || x >= input.side) continue
          for (let i = 0; i < inputs; i++) {
            const value = at(input.data, (i * input.side + y) * input.side + x)
            const kernel = ((ky * size + kx) * inputs + i) * channels
            for (let o = 0; o < channels; o++) {
              const index = (o * side + oy) * side + ox
              output[index] = at(output, index) + value * at(data, kernel + o)
            }
          }
        }
  return { channels, side, data: output }
}

/** Halves the sides. */
function pool(input: Maps, size: number, pad: number, join: (values: number[]) => number): Maps {
  const side = input.side / 2
  const data = new Float64Array(input.channels * side * side)
  for (let i = 0; i < data.length; i++) {
    const c = Math.floor(i / side ** 2)
    const values: number[] = []
    for (let k = 0; k < size * size; k++) {
      const y = 2 * (Math.floor(i / side) % side) + Math.floor(k / size) - pad
      const x = 2 * (i % side) + (k % size) - pad
      if (y >= 0 && x >= 0 && y < input.side && x < input.side) {
        values.push(at(input.data, (c * input.side + y) * input.side + x))
      }
    }
    data[i] = join(values)
  }
  return { channels: input.channels, side, data }
}

/**
 * DenseNet as the paper and torchvision write it, layer by layer, in float64: nothing folded, the pool of a
 * transition after its convolution. Slow, plain, and knows nothing of the graph that it judges.
 */
function plainDenseNet({ topology, tensors }: Network, image: Float32Array): Float64Array {
  const get = (name: string): Tensor => {
    const tensor = tensors.get(name)
    if (!tensor) throw new Error(name)
    return tensor
  }
  const conv = (input: Maps, name: string, stride: number, pad: number) =>
    convolve(input, get(`${name}/kernel`), stride, pad)
  const normRelu = (input: Maps, name: string): Maps => {
    const part = (key: string) => get(`${name}/${key}`).data
    const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(part)
    const plane = input.side ** 2
    const data = input.data.map((value, index) => {
      const c = Math.floor(index / plane)
      const deviation = Math.sqrt(at(variance ?? [], c) + 1e-5)
      return Math.max(0, (at(gamma ?? [], c) * (value - at(mean ?? [], c))) / deviation + at(beta ?? [], c))
    })
    return { ...input, data }
  }

  let x: Maps = { channels: 3, side: 224, data: Float64Array.from(image) }
  x = pool(normRelu(conv(x, 'conv1/conv', 2, 3), 'conv1/bn'), 3, 1, (values) => Math.max(...values))
  topology.blocks.forEach((layers, index, all) => {
    const stage = index + 2
    for (let layer = 1; layer <= layers; layer++) {
      const name = `conv${stage}_block${layer}`
      const narrow = conv(normRelu(x, `${name}_0_bn`), `${name}_1_conv`, 1, 0)
      const grown = conv(normRelu(narrow, `${name}_1_bn`), `${name}_2_conv`, 1, 1)
      const data = new Float64Array([...x.data, ...grown.data])
      x = { channels: x.channels + grown.channels, side: x.side, data }
    }
    if (stage <= all.length) {
      x = pool(conv(normRelu(x, `pool${stage}_bn`), `pool${stage}_conv`, 1, 0), 2, 0, mean)
    }
  })
  x = normRelu(x, 'bn')
  const features = Array.from({ length: x.channels }, (_, c) =>
    mean(x.data.subarray(c * x.side ** 2, (c + 1) * x.side ** 2)),
  )
  const { data } = get('fc1000/kernel')
  return Float64Array.from({ length: topology.classes }, (_, k) =>
    features.reduce(
      (sum, f, c) => sum + f * at(data, c * topology.classes + k),
      at(get('fc1000/bias').data, k),
    ),
  )
}

const SMALL = { blocks: [1, 2, 1, 2], growth: 4, stem: 8, classes: 10 }

/** The small network with some tensors changed. */
function changed(change: (tensors: Map<string, Tensor>) => unknown): Network {
  const { topology, tensors } = randomNetwork(SMALL)
  const copy = new Map(tensors)
  change(copy)
  return { topology, tensors: copy }
}

describe('densenet', () => {
  it('gives the logits of the plain network', async () => {
    const network = randomNetwork(SMALL)
    const input = checkInput('noise')
    const expected = plainDenseNet(network, input)
    const logits = await withSession(densenet(network, float32Storage), (run) => run(input))
    expect(Math.max(...expected) - Math.min(...expected)).toBeGreaterThan(1)
    expect(maxAbsDifference(logits, expected)).toBeLessThan(1e-4)
  })

  it('loses little by storing weights as float16, and half the bytes', async () => {
    const network = randomNetwork({ ...SMALL, classes: 1000 })
    const [whole, half] = [densenet(network, float32Storage), densenet(network, float16Storage)]
    const input = checkInput('gradient')
    const expected = await withSession(whole, (run) => run(input))
    const logits = await withSession(half, (run) => run(input))
    const difference = maxAbsDifference(logits, expected)
    expect(difference).toBeLessThan(0.02)
    expect(difference).toBeGreaterThan(0)
    expect(half.length / whole.length).toBeLessThan(0.75)
  })

  it('writes the same bytes each time, in whatever order the tensors come', () => {
    const { topology, tensors } = randomNetwork(SMALL)
    const reversed = new Map([...tensors].reverse())
    const bytes = Buffer.from(densenet({ topology, tensors }, float16Storage))
    expect(bytes.equals(densenet({ topology, tensors: reversed }, float16Storage))).toBe(true)
  })

  it('puts tensors of a kind together: the file is compressed', () => {
    const { graph } = onnxProto.onnx.ModelProto.decode(densenet(randomNetwork(SMALL), float16Storage))
    const kinds = graph?.initializer?.map(({ name }) => name?.replace(/^.*\//, '')) ?? []
    const runs = kinds.filter((kind, i) => kind !== kinds[i - 1])
    expect(runs.length).toBeGreaterThan(3)
    expect(new Set(runs).size).toBe(runs.length)
  })

  it.each(['conv1/conv/kernel', 'conv3_block2_2_conv/kernel', 'pool2_bn/gamma', 'bn/beta', 'fc1000/bias'])(
    'names the missing tensor %s',
    (name) => {
      const incomplete = changed((tensors) => tensors.delete(name))
      expect(() => densenet(incomplete, float32Storage)).toThrow(`the weights have no tensor ${name}`)
    },
  )

  it('refuses tensors that belong to no layer, such as those of a longer block', () => {
    const extra = changed((tensors) => tensors.set('conv9/bias', { shape: [1], data: new Float32Array(1) }))
    expect(() => densenet(extra, float32Storage)).toThrow('conv9/bias')
    const { tensors } = randomNetwork({ ...SMALL, blocks: [1, 2, 1, 3] })
    expect(() => densenet({ topology: SMALL, tensors }, float32Storage)).toThrow(WeightsError)
  })

  it.each([
    ['pool2_bn/gamma', [3], '3, expected 12'],
    ['conv2_block1_1_conv/kernel', [1, 1, 5, 16], '1x1x5x16, expected 1x1x8x16'],
    ['conv1/conv/kernel', [147, 8], '147x8, expected 7x7x3x8'],
    ['fc1000/kernel', [7, 10], '7x10, expected 13x10'],
  ])('refuses %s of the shape %j', (name, shape, message) => {
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1))
    const wrong = changed((tensors) => tensors.set(name, { shape, data }))
    expect(() => densenet(wrong, float32Storage)).toThrow(`tensor ${name} has the shape ${message}`)
  })
})

describe('foldBatchNorm', () => {
  it('scales each output channel and moves the mean into the bias', () => {
    const { kernel, bias } = foldBatchNorm(
      { shape: [2, 1, 1, 1], data: Float64Array.of(3, 5) },
      {
        gamma: Float32Array.of(2, 1),
        beta: Float32Array.of(0.5, -1),
        mean: Float32Array.of(1, 4),
        variance: Float32Array.of(4, 0),
      },
    )
    const scale = [2 / Math.sqrt(4 + 1e-5), 1 / Math.sqrt(1e-5)]
    expect([...kernel.data]).toEqual([3 * (scale[0] ?? 0), 5 * (scale[1] ?? 0)])
    expect([...bias]).toEqual([0.5 - (scale[0] ?? 0), -1 - 4 * (scale[1] ?? 0)])
  })
})
