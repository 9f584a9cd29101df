import type { Convolution, EngineInput, Stem } from '../network.ts'
import type { Arena } from './arena.ts'
import { SIZES } from './layer.ts'

const { GROUP } = SIZES
/** Bytes of a group's weights for four bytes of activations. */
const STEP_BYTES = 4 * GROUP

/** Bytes of an activation: 1 for the relaxed build, 2 for the plain one. */
export type Unit = 1 | 2

/**
 * Packs a convolution's codes in the order in which the tile reads them: groups of 16 outputs, then kernel rows, then
 * the row's pixels with their channels. Outputs that fill up the last group are 0.
 * @returns the address
 */
export function packConvolution(
  arena: Arena,
  { codes, outputs, inputs, side }: Convolution,
  unit: Unit,
): number {
  const steps = (side * side * inputs * unit) / 4
  const bytes = Math.ceil(outputs / GROUP) * steps * STEP_BYTES
  return arena.place(bytes, (buffer, address) => {
    // One 32-bit move for each four bytes of an output's weights.
    const packed = new Int32Array(buffer, address, bytes / 4)
    const words = unit === 1 && side === 1 ? wordsOf(codes) : undefined
    const area = side * side
    for (let output = 0; output < outputs; output++) {
      let to = Math.floor(output / GROUP) * steps * GROUP + (output % GROUP)
      if (words) {
        const end = (output + 1) * steps
        for (let at = output * steps; at < end; at++, to += GROUP) packed[to] = words[at] ?? 0
        continue
      }
      for (let tap = 0; tap < area; tap++) {
        const first = output * inputs * area + tap
        const end = first + inputs * area
        if (unit === 1) {
          for (let at = first; at < end; at += 4 * area, to += GROUP) packed[to] = fourBytes(codes, at, area)
        } else {
          for (let at = first; at < end; at += 2 * area, to += GROUP) packed[to] = twoShorts(codes, at, area)
        }
      }
    }
  })
}

/** Codes of a 1x1 convolution four at a time, as they lie in the file. */
function wordsOf(codes: Int8Array): Int32Array {
  const isAligned = codes.byteOffset % 4 === 0
  const { buffer, byteOffset, length } = isAligned ? codes : codes.slice()
  return new Int32Array(buffer, byteOffset, length / 4)
}

/** Four codes as the bytes of a word, little-endian. */
function fourBytes(codes: Int8Array, at: number, stride: number): number {
  return (
    ((codes[at] ?? 0) & 255) |
    (((codes[at + stride] ?? 0) & 255) << 8) |
    (((codes[at + 2 * stride] ?? 0) & 255) << 16) |
    ((codes[at + 3 * stride] ?? 0) << 24)
  )
}

/** Two codes as the 16-bit halves of a word, little-endian. */
function twoShorts(codes: Int8Array, at: number, stride: number): number {
  return ((codes[at] ?? 0) & 65535) | ((codes[at + stride] ?? 0) << 16)
}

/** The image's values count 64 to one step of a byte: the mean colour is between two steps. */
const PIXEL_SCALE = 64
const CHANNELS = 3
const KERNEL = 7
/** Values of a window's row, rounded up to a whole step. */
const ROW = 22

export interface PackedStem {
  /** Of the 16-bit values, for each channel: `64 * 255 * mean`, rounded. */
  means: number[]
  /** `[outputs][7][7][3]`, 16-bit. */
  codes: Int16Array
  /** For each output. */
  steps: Float64Array
  bias: Float64Array
}

/**
 * The stem for an image of bytes: mean and deviation go into its weights and bias, which become 16-bit numbers. The
 * padding is the mean colour, as for a normalised image, to 1/128 of a byte's step; inside the image it is exact.
 */
export function quantizeStem(stem: Stem, input: EngineInput): PackedStem {
  const white = PIXEL_SCALE * 255
  const exact = input.mean.map((mean) => white * mean)
  const means = exact.map(Math.round)
  const largest = means.map((mean) => Math.max(mean, white - mean))
  const taps = KERNEL * KERNEL
  const codes = new Int16Array(stem.outputs * taps * CHANNELS)
  const steps = new Float64Array(stem.outputs)
  const bias = Float64Array.from(stem.bias)
  for (let output = 0; output < stem.outputs; output++) {
    const weight = (channel: number, tap: number) =>
      (stem.kernel[(output * CHANNELS + channel) * taps + tap] as number) /
      (white * (input.std[channel] as number))
    let most = 0
    let sum = 0
    for (let channel = 0; channel < CHANNELS; channel++) {
      for (let tap = 0; tap < taps; tap++) {
        const size = Math.abs(weight(channel, tap))
        most = Math.max(most, size)
        sum += size * (largest[channel] as number)
        const rest = (means[channel] as number) - (exact[channel] as number)
        bias[output] = (bias[output] as number) + weight(channel, tap) * rest
      }
    }
    // 16 bits for a weight, 32 for the sum; rounding may add to it half a step for each weight.
    const step = Math.max(most / 32767, sum / (2 ** 31 - 2 ** 23)) || 1
    steps[output] = step
    for (let channel = 0; channel < CHANNELS; channel++) {
      for (let tap = 0; tap < taps; tap++) {
        codes[(output * taps + tap) * CHANNELS + channel] = Math.round(weight(channel, tap) / step)
      }
    }
  }
  return { means, codes, steps, bias }
}

/** Packs the stem's weights as the tile reads them: 16-bit in both builds, one value a row that meets nothing. */
export function packStem(arena: Arena, { codes, steps }: PackedStem): number {
  const outputs = steps.length
  const rowSteps = ROW / 2
  const bytes = Math.ceil(outputs / GROUP) * KERNEL * rowSteps * STEP_BYTES
  return arena.place(bytes, (buffer, address) => {
    const packed = new Int16Array(buffer, address, bytes / 2)
    const rowValues = KERNEL * CHANNELS
    for (let output = 0; output < outputs; output++) {
      const group = Math.floor(output / GROUP) * KERNEL * rowSteps
      for (let ky = 0; ky < KERNEL; ky++) {
        for (let i = 0; i < rowValues; i++) {
          const step = group + ky * rowSteps + (i >> 1)
          const code = codes[(output * KERNEL + ky) * rowValues + i] ?? 0
          packed[(step * GROUP + (output % GROUP)) * 2 + (i & 1)] = code
        }
      }
    }
  })
}
