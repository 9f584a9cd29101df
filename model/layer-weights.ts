import { type Tensors, WeightsError } from './keras-weights.ts'

// torchvision's. Keras has 1.001e-5, a relic of another framework; the weights were trained with 1e-5.
export const BATCH_NORM_EPSILON = 1e-5

/** A convolution's weights in ONNX' layout OIHW. */
export interface Kernel {
  shape: [outputs: number, inputs: number, height: number, width: number]
  data: Float64Array
}

/** One value a channel each. */
export interface BatchNorm {
  gamma: Float32Array
  beta: Float32Array
  mean: Float32Array
  variance: Float32Array
}

/** A convolution and the bias that came with a folded batch norm. */
export interface FoldedConvolution {
  kernel: Kernel
  bias: Float64Array
}

/**
 * The values of a tensor.
 * @throws WeightsError naming the tensor when it is missing or has another shape
 */
export function valuesOf(tensors: Tensors, name: string, shape: readonly number[]): Float32Array {
  const found = tensors.get(name)
  if (!found) throw new WeightsError(`the weights have no tensor ${name}`)
  if (found.shape.join('x') !== shape.join('x')) {
    throw new WeightsError(
      `tensor ${name} has the shape ${found.shape.join('x')}, expected ${shape.join('x')}`,
    )
  }
  return found.data
}

/**
 * A kernel from Keras' HWIO to ONNX' OIHW.
 * @param shape in Keras' layout
 * @throws WeightsError when it is missing or has another shape
 */
export function kernelOf(
  tensors: Tensors,
  name: string,
  shape: readonly [height: number, width: number, inputs: number, outputs: number],
): Kernel {
  const [height, width, inputs, outputs] = shape
  const data = valuesOf(tensors, name, shape)
  const kernel = new Float64Array(data.length)
  let source = 0
  for (let position = 0; position < height * width; position++) {
    for (let input = 0; input < inputs; input++) {
      for (let output = 0; output < outputs; output++) {
        kernel[(output * inputs + input) * height * width + position] = data[source++] ?? Number.NaN
      }
    }
  }
  return { shape: [outputs, inputs, height, width], data: kernel }
}

/** @throws WeightsError when a part is missing or has another number of channels */
export function batchNormOf(tensors: Tensors, name: string, channels: number): BatchNorm {
  const part = (key: string) => valuesOf(tensors, `${name}/${key}`, [channels])
  return {
    gamma: part('gamma'),
    beta: part('beta'),
    mean: part('moving_mean'),
    variance: part('moving_variance'),
  }
}

/**
 * A convolution and the batch norm right after it as one convolution with bias, in float64:
 * `gamma * (w*x - mean) / sqrt(variance + epsilon) + beta`.
 */
export function foldBatchNorm(kernel: Kernel, norm: BatchNorm): FoldedConvolution {
  const outputs = kernel.shape[0]
  const perOutput = kernel.data.length / outputs
  const data = new Float64Array(kernel.data.length)
  const bias = new Float64Array(outputs)
  for (let output = 0; output < outputs; output++) {
    const scale = (norm.gamma[output] ?? 0) / Math.sqrt((norm.variance[output] ?? 0) + BATCH_NORM_EPSILON)
    for (let i = output * perOutput; i < (output + 1) * perOutput; i++) {
      data[i] = (kernel.data[i] ?? 0) * scale
    }
    bias[output] = (norm.beta[output] ?? 0) - (norm.mean[output] ?? 0) * scale
  }
  return { kernel: { shape: kernel.shape, data }, bias }
}
