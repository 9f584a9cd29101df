/** Small networks with random weights, for tests. */
import type { Convolution, DenseBlock, Network, Norm } from './network.ts'

/** Evenly spread numbers in [0, 1), the same for the same seed: the generator mulberry32 of Tommy Ettinger. */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface Shape {
  /** Side of the image: a multiple of 8 and of `2 ** (blocks + 1)`. */
  size: number
  /** Layers of each block. */
  blocks: number[]
  stem: number
  bottleneck: number
  growth: number
  classes: number
}

/** A random shape, down to one pixel in the last block. */
export function randomShape(seed: number): Shape {
  const next = random(seed)
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const blocks = Array.from({ length: between(1, 4) }, () => between(1, 3))
  return {
    size: 2 ** (blocks.length + 1) * Math.max(1, 8 / 2 ** (blocks.length + 1)) * between(1, 2),
    blocks,
    stem: 8 * between(1, 5),
    bottleneck: 16 * between(1, 3),
    growth: 4 * between(1, 5),
    classes: 4 * between(1, 10),
  }
}

/**
 * A network whose activations use all of their range, and go beyond it here and there. In every third one the factors
 * are powers of two, so that many values lie right between two codes.
 */
export function randomNetwork(
  { size, blocks, stem, bottleneck, growth, classes }: Shape,
  seed: number,
): Network {
  const next = random(seed)
  const spread = (low: number, high: number) => low + (high - low) * next()
  const isDyadic = seed % 3 === 0
  const list = (length: number, low: number, high: number) =>
    Float64Array.from({ length }, () => spread(low, high))
  const norm = (channels: number): Norm => ({
    scale: list(channels, -1.5, 1.5),
    shift: list(channels, -0.5, 1),
  })
  /** Some activations have 14 bits. */
  const range = () => {
    const inputLargest = next() < 0.3 ? 16383 : 127
    const maximum = isDyadic
      ? (inputLargest + 1) / 2 ** Math.round(Math.log2(inputLargest) - 1)
      : spread(1, 3)
    return { inputLargest, inputStep: isDyadic ? maximum / (inputLargest + 1) : maximum / inputLargest }
  }
  const convolution = (inputs: number, outputs: number, side: number): Convolution => ({
    ...{ layer: 'random', outputs, inputs, side },
    codes: Int8Array.from({ length: outputs * inputs * side * side }, () =>
      Math.round(spread(-127.49, 127.49)),
    ),
    // sums of as many random products become numbers around 1
    steps: Float32Array.from(list(outputs, 0.5, 1.5), (value) => {
      const step = value / (40 * Math.sqrt(inputs * side * side))
      return isDyadic ? 2 ** Math.round(Math.log2(step)) : step
    }),
    bias: isDyadic ? new Float64Array(outputs) : list(outputs, -0.5, 0.5),
    ...range(),
  })
  let channels = stem
  const made = blocks.map((count, index): DenseBlock => {
    const inputs = channels
    const layers = Array.from({ length: count }, () => {
      const layer = {
        norm: norm(channels),
        bottleneck: convolution(channels, bottleneck, 1),
        growth: convolution(bottleneck, growth, 3),
      }
      channels += growth
      return layer
    })
    if (index === blocks.length - 1) return { inputs, layers }
    const outputs = Math.ceil(channels / 8) * 4
    const transition = { norm: norm(channels), convolution: convolution(channels, outputs, 1) }
    channels = outputs
    return { inputs, layers, transition }
  })
  return {
    size,
    stem: {
      outputs: stem,
      kernel: Float32Array.from(list(stem * 147, -0.2, 0.2)),
      bias: list(stem, -0.5, 0.5),
    },
    blocks: made,
    head: {
      norm: norm(channels),
      convolution: convolution(channels, classes, 1),
      bias: Float32Array.from(list(classes, -1, 1)),
    },
  }
}

/** Random bytes, `[size, size, 3]`, black and white among them. */
export function randomImage(size: number, seed: number): Uint8Array {
  const next = random(seed)
  return Uint8Array.from({ length: size * size * 3 }, () => Math.min(255, Math.floor(next() * 290)))
}
