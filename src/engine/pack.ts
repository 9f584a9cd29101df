import type { Arena } from './arena.ts'
import type { Convolution, Stem } from './network.ts'

/** Outputs of a tile. */
export const GROUP = 16
/** Bytes of a tile's weights for four bytes of activations. */
const STEP_BYTES = 64

/** Bytes of an activation: 1 for the relaxed build, 2 for the plain one. */
export type Unit = 1 | 2

/**
 * Where a tile expects a weight, as an index of weights: `[outputs / 16][steps][16 outputs][4 / unit]`, a step being
 * four bytes of activations.
 * @param element counted in the order in which activations are read
 */
function packedIndex(output: number, element: number, steps: number, unit: Unit): number {
  const perStep = 4 / unit
  const step = Math.floor(output / GROUP) * steps + Math.floor(element / perStep)
  return (step * GROUP + (output % GROUP)) * perStep + (element % perStep)
}

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
  const rowSteps = (side * inputs * unit) / 4
  const steps = side * rowSteps
  const bytes = Math.ceil(outputs / GROUP) * steps * STEP_BYTES
  return arena.place(bytes, (buffer, address) => {
    const packed =
      unit === 1 ? new Int8Array(buffer, address, bytes) : new Int16Array(buffer, address, bytes / 2)
    // Four channels of an output are one piece (two in the plain build); pieces of the next channels lie a step apart.
    const perStep = 4 / unit
    const stride = STEP_BYTES / unit
    const area = side * side
    for (let output = 0; output < outputs; output++) {
      for (let ky = 0; ky < side; ky++) {
        for (let kx = 0; kx < side; kx++) {
          let from = output * inputs * area + ky * side + kx
          let to = packedIndex(output, (ky * side + kx) * inputs, steps, unit)
          for (let input = 0; input < inputs; input += perStep, to += stride) {
            for (let i = 0; i < perStep; i++, from += area) packed[to + i] = codes[from] as number
          }
        }
      }
    }
  })
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
 * @param input mean and standard deviation of each channel, of an image from 0 to 1
 */
export function quantizeStem(
  stem: Stem,
  input: { mean: readonly number[]; std: readonly number[] },
): PackedStem {
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
      for (let ky = 0; ky < KERNEL; ky++) {
        for (let i = 0; i < rowValues; i++) {
          const code = codes[(output * KERNEL + ky) * rowValues + i] as number
          packed[packedIndex(output, ky * ROW + i, KERNEL * rowSteps, 2)] = code
        }
      }
    }
  })
}
