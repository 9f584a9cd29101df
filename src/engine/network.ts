/** A batch norm as scale and shift a channel, `x * scale + shift`, float64. */
export interface Norm {
  scale: Float64Array
  shift: Float64Array
}

/** A convolution with int8 weights that reads activations. */
export interface Convolution {
  /** Its name in the file. */
  layer: string
  outputs: number
  inputs: number
  /** Side of the kernel: 1 or 3. */
  side: number
  /** `[outputs, inputs, side, side]` */
  codes: Int8Array
  /** Value of a code, for each output. */
  steps: Float32Array
  /** For each output. */
  bias: Float64Array
  /** Largest code of the activations that it reads: 7 bits, or 14 where the file asks for that. */
  inputLargest: number
  /** Value of an activation code. */
  inputStep: number
}

export interface Stem {
  outputs: number
  /** `[outputs, 3, 7, 7]` */
  kernel: Float32Array
  bias: Float64Array
}

export interface DenseLayer {
  norm: Norm
  /** 1x1. */
  bottleneck: Convolution
  /** 3x3; its outputs join the features. */
  growth: Convolution
}

export interface DenseBlock {
  /** Channels that come in. */
  inputs: number
  layers: DenseLayer[]
  /** Batch norm, ReLU, 2x2 average pool and 1x1 convolution after all blocks but the last. */
  transition?: { norm: Norm; convolution: Convolution }
}

/** A DenseNet (Huang et al. 2017). */
export interface Network {
  /** Side of the input, pixels. */
  size: number
  stem: Stem
  blocks: DenseBlock[]
  /** Last batch norm, ReLU, and a 1x1 convolution that gives class activation maps. */
  head: { norm: Norm; convolution: Convolution; bias: Float32Array }
}

/** Largest code of an activation of 7 bits, and of 14. */
export const LARGEST = 127
export const WIDE_LARGEST = 16383

/** Mean and standard deviation of each channel of an image from 0 to 1. */
export interface EngineInput {
  /** Red, green, blue. */
  mean: readonly number[]
  std: readonly number[]
}
