import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { IMAGENET } from '../../src/network/imagenet.ts'
import { serve } from './serve.ts'

// torchvision's, with which the weights were trained
const EPSILON = 1e-5

interface Entry {
  name: string
  shape: number[]
  /** In float32 values. */
  offset: number
}

function kernel4d(shape: number[]): [number, number, number, number] {
  const [h = 0, w = 0, i = 0, o = 0] = shape
  return [h, w, i, o]
}

/** Keras' weights by name, as the tensors that TensorFlow.js wants. */
class Weights {
  readonly #tensors: ReadonlyMap<string, { shape: number[]; data: Float32Array }>

  constructor(entries: Entry[], values: Float32Array) {
    this.#tensors = new Map(
      entries.map(({ name, shape, offset }) => {
        const length = shape.reduce((a, b) => a * b, 1)
        return [name, { shape, data: values.subarray(offset, offset + length) }]
      }),
    )
  }

  get(name: string) {
    const found = this.#tensors.get(name)
    if (!found) throw new Error(`no tensor ${name}`)
    return found
  }

  /** A convolution as it is. */
  kernel(name: string): tf.Tensor4D {
    const { shape, data } = this.get(`${name}/kernel`)
    return tf.tensor4d(data, kernel4d(shape))
  }

  #norm(name: string) {
    const part = (key: string) => this.get(`${name}/${key}`).data
    return {
      gamma: part('gamma'),
      beta: part('beta'),
      mean: part('moving_mean'),
      variance: part('moving_variance'),
    }
  }

  /** A convolution with the batch norm after it folded into kernel and bias. */
  folded(name: string, norm: string): { kernel: tf.Tensor4D; bias: tf.Tensor1D } {
    const { gamma, beta, mean, variance } = this.#norm(norm)
    const scale = gamma.map((g, i) => g / Math.sqrt((variance[i] ?? 0) + EPSILON))
    const shift = beta.map((b, i) => b - (mean[i] ?? 0) * (scale[i] ?? 0))
    const { shape, data } = this.get(`${name}/kernel`)
    const scaled = data.map((value, i) => value * (scale[i % scale.length] ?? 0))
    return { kernel: tf.tensor4d(scaled, kernel4d(shape)), bias: tf.tensor1d(shift) }
  }

  normRelu(name: string): (x: tf.Tensor4D) => tf.Tensor4D {
    const { gamma, beta, mean, variance } = this.#norm(name)
    const [g, b, m, v] = [tf.tensor1d(gamma), tf.tensor1d(beta), tf.tensor1d(mean), tf.tensor1d(variance)]
    return (x) => tf.relu(tf.batchNorm(x, m, v, b, g, EPSILON))
  }
}

async function readWeights(): Promise<Weights> {
  const entries: Entry[] = await (await fetch('../weights.json')).json()
  return new Weights(entries, new Float32Array(await (await fetch('../weights.bin')).arrayBuffer()))
}

/** Height and width padded by `by` zeros on each side. */
function padded(x: tf.Tensor4D, by: number): tf.Tensor4D {
  const around: [number, number] = [by, by]
  return tf.pad4d(x, [[0, 0], around, around, [0, 0]])
}

type Layer = (x: tf.Tensor4D) => tf.Tensor4D

function stem(weights: Weights): Layer {
  const { kernel, bias } = weights.folded('conv1/conv', 'conv1/bn')
  return (image) => {
    const conv1 = tf.fused.conv2d({
      x: padded(image, 3),
      filter: kernel,
      strides: 2,
      pad: 'valid',
      bias,
      activation: 'relu',
    })
    // ReLU's outputs are not negative: zeros around them change no maximum
    return tf.maxPool(padded(conv1, 1), 3, 2, 'valid')
  }
}

function denseLayer(weights: Weights, name: string): Layer {
  const norm = weights.normRelu(`${name}_0_bn`)
  const { kernel, bias } = weights.folded(`${name}_1_conv`, `${name}_1_bn`)
  const grow = weights.kernel(`${name}_2_conv`)
  return (x) => {
    const narrow = tf.fused.conv2d({
      x: norm(x),
      filter: kernel,
      strides: 1,
      pad: 'valid',
      bias,
      activation: 'relu',
    })
    return tf.concat([x, tf.conv2d(narrow, grow, 1, 'same')], 3)
  }
}

function transition(weights: Weights, name: string): Layer {
  const norm = weights.normRelu(`${name}_bn`)
  const kernel = weights.kernel(`${name}_conv`)
  return (x) => tf.avgPool(tf.conv2d(norm(x), kernel, 1, 'valid'), 2, 2, 'valid')
}

/** DenseNet-121 as TensorFlow.js runs it best: fused where it can. */
function densenet(weights: Weights): (image: tf.Tensor4D) => tf.Tensor {
  const sizes = [6, 12, 24, 16]
  const layers: Layer[] = [stem(weights)]
  sizes.forEach((count, i) => {
    for (let layer = 1; layer <= count; layer++)
      layers.push(denseLayer(weights, `conv${i + 2}_block${layer}`))
    if (i + 1 < sizes.length) layers.push(transition(weights, `pool${i + 2}`))
  })
  layers.push(weights.normRelu('bn'))
  const { shape, data } = weights.get('fc1000/kernel')
  const [features = 0, classes = 0] = shape
  const kernel = tf.tensor2d(data, [features, classes])
  const bias = tf.tensor1d(weights.get('fc1000/bias').data)
  return (image) => {
    const pooled = tf.mean<tf.Tensor2D>(
      layers.reduce((x, layer) => layer(x), image),
      [1, 2],
    )
    return tf.fused.matMul({ a: pooled, b: kernel, bias })
  }
}

serve(async (start) => {
  if (start.kind !== 'tensorflow') throw new Error(`not for this worker: ${start.kind}`)
  setWasmPaths(new URL('../tfjs/', self.location.href).href)
  setThreadsCount(start.threads)
  await tf.setBackend('wasm')
  await tf.ready()
  const network = densenet(await readWeights())
  const MEAN = tf.tensor1d(IMAGENET.mean)
  const STD = tf.tensor1d(IMAGENET.std)
  let threads = 1
  try {
    threads = getThreadsCount()
  } catch {
    // it knows only after its first use, and not in every build
  }
  return {
    threads,
    ...(threads === start.threads
      ? {}
      : { note: `asked for ${start.threads} threads, TensorFlow.js reports ${threads}` }),
    async run(rgb) {
      const logits = tf.tidy(() => {
        const image = tf.div(
          tf.sub(tf.div(tf.tensor3d(rgb, [IMAGENET.size, IMAGENET.size, 3], 'float32'), 255), MEAN),
          STD,
        )
        return network(tf.expandDims(image, 0))
      })
      try {
        return await logits.data()
      } finally {
        logits.dispose()
      }
    },
  }
})
