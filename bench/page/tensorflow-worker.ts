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

/** Keras' weights by name, and the network that they make, as TensorFlow.js runs it best: fused where it can. */
async function densenet(): Promise<(image: tf.Tensor4D) => tf.Tensor> {
  const entries: Entry[] = await (await fetch('../weights.json')).json()
  const values = new Float32Array(await (await fetch('../weights.bin')).arrayBuffer())
  const tensors = new Map(
    entries.map(({ name, shape, offset }) => {
      const length = shape.reduce((a, b) => a * b, 1)
      return [name, { shape, data: values.subarray(offset, offset + length) }]
    }),
  )
  const data = (name: string) => {
    const found = tensors.get(name)
    if (!found) throw new Error(`no tensor ${name}`)
    return found
  }
  const kernel4d = (shape: number[]): [number, number, number, number] => {
    const [h = 0, w = 0, i = 0, o = 0] = shape
    return [h, w, i, o]
  }

  /** A batch norm as scale and shift. */
  const affine = (name: string) => {
    const part = (key: string) => data(`${name}/${key}`).data
    const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(part)
    const scale = Float32Array.from(gamma ?? [], (g, i) => g / Math.sqrt((variance?.[i] ?? 0) + EPSILON))
    const shift = Float32Array.from(beta ?? [], (b, i) => b - (mean?.[i] ?? 0) * (scale[i] ?? 0))
    return { scale, shift }
  }

  const plain = (name: string) => {
    const { shape, data: kernel } = data(`${name}/kernel`)
    return tf.tensor4d(kernel, kernel4d(shape))
  }

  /** A convolution with the batch norm after it folded into kernel and bias. */
  const folded = (name: string, norm: string) => {
    const { shape, data: kernel } = data(`${name}/kernel`)
    const { scale, shift } = affine(norm)
    const scaled = kernel.map((value, i) => value * (scale[i % scale.length] ?? 0))
    return { kernel: tf.tensor4d(scaled, kernel4d(shape)), bias: tf.tensor1d(shift) }
  }

  const norm = (name: string) => {
    const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((key) =>
      tf.tensor1d(data(`${name}/${key}`).data),
    )
    if (!gamma || !beta || !mean || !variance) throw new Error(`no batch norm ${name}`)
    return (x: tf.Tensor4D) => tf.relu(tf.batchNorm(x, mean, variance, beta, gamma, EPSILON))
  }

  const stem = folded('conv1/conv', 'conv1/bn')
  const sizes = [6, 12, 24, 16]
  const blocks = sizes.map((layers, i) =>
    Array.from({ length: layers }, (_, layer) => {
      const name = `conv${i + 2}_block${layer + 1}`
      return {
        norm: norm(`${name}_0_bn`),
        bottleneck: folded(`${name}_1_conv`, `${name}_1_bn`),
        grow: plain(`${name}_2_conv`),
      }
    }),
  )
  const transitions = sizes
    .slice(1)
    .map((_, i) => ({ norm: norm(`pool${i + 2}_bn`), conv: plain(`pool${i + 2}_conv`) }))
  const last = norm('bn')
  const classifier = data('fc1000/kernel')
  const [features = 0, classes = 0] = classifier.shape
  const fc = tf.tensor2d(classifier.data, [features, classes])
  const bias = tf.tensor1d(data('fc1000/bias').data)

  return (image) => {
    const conv1 = tf.fused.conv2d({
      x: tf.pad4d(image, [
        [0, 0],
        [3, 3],
        [3, 3],
        [0, 0],
      ]),
      filter: stem.kernel,
      strides: 2,
      pad: 'valid',
      bias: stem.bias,
      activation: 'relu',
    })
    // ReLU's outputs are not negative: zeros around them change no maximum
    let x: tf.Tensor4D = tf.maxPool(
      tf.pad4d(conv1, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]),
      3,
      2,
      'valid',
    )
    blocks.forEach((layers, i) => {
      for (const { norm: normRelu, bottleneck, grow } of layers) {
        const narrow = tf.fused.conv2d({
          x: normRelu(x),
          filter: bottleneck.kernel,
          strides: 1,
          pad: 'valid',
          bias: bottleneck.bias,
          activation: 'relu',
        })
        x = tf.concat([x, tf.conv2d(narrow, grow, 1, 'same')], 3)
      }
      const transition = transitions[i]
      if (transition)
        x = tf.avgPool(tf.conv2d(transition.norm(x), transition.conv, 1, 'valid'), 2, 2, 'valid')
    })
    const pooled = tf.mean<tf.Tensor2D>(last(x), [1, 2])
    return tf.fused.matMul({ a: pooled, b: fc, bias })
  }
}

serve(async (start) => {
  if (start.kind !== 'tensorflow') throw new Error(`not for this worker: ${start.kind}`)
  setWasmPaths(new URL('../tfjs/', self.location.href).href)
  setThreadsCount(start.threads)
  await tf.setBackend('wasm')
  await tf.ready()
  const network = await densenet()
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
