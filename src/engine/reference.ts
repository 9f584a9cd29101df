/**
 * The same network by plain loops, slowly: what the kernels must give to the bit. It shares with them how the stem is
 * quantised, and nothing else. Every float operation is rounded to float32, as in the kernels.
 */
import type { Convolution, EngineInput, Network, Norm } from './network.ts'
import type { EngineOutputs } from './outputs.ts'
import { quantizeStem } from './plan/pack.ts'

/** Values of an image with channels last: `[side, side, channels]`. */
interface Picture {
  side: number
  channels: number
  data: Float64Array
}

const f32 = Math.fround

function picture(
  side: number,
  channels: number,
  value: (y: number, x: number, channel: number) => number,
): Picture {
  const data = new Float64Array(side * side * channels)
  let i = 0
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) for (let c = 0; c < channels; c++) data[i++] = value(y, x, c)
  }
  return { side, channels, data }
}

/** A value, 0 outside of the picture. */
function at({ side, channels, data }: Picture, y: number, x: number, channel: number): number {
  if (y < 0 || x < 0 || y >= side || x >= side) return 0
  return data[(y * side + x) * channels + channel] as number
}

/** The nearest whole number, of two the even one. */
function roundEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1
  return floor % 2 === 0 ? floor : floor + 1
}

/** An activation's code from a float32 that counts steps. */
const code = (value: number, largest: number) => Math.min(largest, roundEven(Math.max(0, value)))

/** `value * scale + shift`, rounded after each. */
const scaled = (value: number, scale: number, shift: number) => f32(f32(f32(value) * f32(scale)) + f32(shift))

/** Whole numbers, exactly: weights `[outputs, inputs, side, side]`. */
function convolve(
  input: Picture,
  kernel: { outputs: number; inputs: number; side: number; codes: ArrayLike<number> },
  { stride = 1, padding = 0 }: { stride?: number; padding?: number } = {},
): Picture {
  const { outputs, inputs, side, codes } = kernel
  return picture(input.side / stride, outputs, (y, x, output) => {
    let sum = 0
    for (let ky = 0; ky < side; ky++) {
      for (let kx = 0; kx < side; kx++) {
        const row = y * stride + ky - padding
        const column = x * stride + kx - padding
        if (row < 0 || column < 0 || row >= input.side || column >= input.side) continue
        const pixel = (row * input.side + column) * inputs
        const tap = ky * side + kx
        for (let c = 0; c < inputs; c++) {
          const weight = codes[(output * inputs + c) * side * side + tap] as number
          sum += weight * (input.data[pixel + c] as number)
        }
      }
    }
    return sum
  })
}

/** Batch norm and ReLU, in steps of the activation that comes out. */
function activations(features: Picture, { scale, shift }: Norm, step: number): Picture {
  return picture(features.side, features.channels, (y, x, c) =>
    Math.max(0, scaled(at(features, y, x, c), (scale[c] as number) / step, (shift[c] as number) / step)),
  )
}

/** What a convolution reads. */
const codesOf = ({ side, channels, data }: Picture, { inputLargest }: Convolution): Picture => ({
  side,
  channels,
  data: data.map((value) => code(value, inputLargest)),
})

/** Sums to values in units of `unit`. */
function values(sums: Picture, { steps, inputStep, bias }: Convolution, unit = 1): Picture {
  return picture(sums.side, sums.channels, (y, x, c) =>
    scaled(
      at(sums, y, x, c),
      ((steps[c] as number) * (inputStep / unit)) as number,
      (bias[c] as number) * (1 / unit),
    ),
  )
}

/** Channels of both, one after another. */
function concat(a: Picture, b: Picture): Picture {
  return picture(a.side, a.channels + b.channels, (y, x, c) =>
    c < a.channels ? at(a, y, x, c) : at(b, y, x, c - a.channels),
  )
}

/** The sum of four pixels: `(a + b) + (c + d)`. */
function pool(input: Picture): Picture {
  return picture(input.side / 2, input.channels, (y, x, c) => {
    const upper = f32(at(input, 2 * y, 2 * x, c) + at(input, 2 * y, 2 * x + 1, c))
    const lower = f32(at(input, 2 * y + 1, 2 * x, c) + at(input, 2 * y + 1, 2 * x + 1, c))
    return f32(upper + lower)
  })
}

/** 7x7 convolution of stride 2, ReLU, 3x3 max pool of stride 2. */
function stemFeatures({ stem, size }: Network, input: EngineInput, rgb: Uint8Array): Picture {
  const { means, codes, steps, bias } = quantizeStem(stem, input)
  const image = picture(
    size,
    3,
    (y, x, c) => 64 * (rgb[(y * size + x) * 3 + c] as number) - (means[c] as number),
  )
  // `[outputs, 7, 7, 3]` to `[outputs, 3, 7, 7]`
  const kernel = Int16Array.from(codes, (_, i) => {
    const [output, channel, tap] = [Math.floor(i / 147), Math.floor(i / 49) % 3, i % 49]
    return codes[(output * 49 + tap) * 3 + channel] as number
  })
  const sums = convolve(
    image,
    { outputs: stem.outputs, inputs: 3, side: 7, codes: kernel },
    { stride: 2, padding: 3 },
  )
  const active = picture(sums.side, stem.outputs, (y, x, c) =>
    Math.max(0, scaled(at(sums, y, x, c), steps[c] as number, bias[c] as number)),
  )
  return picture(active.side / 2, stem.outputs, (y, x, c) => {
    let most = 0 // after a ReLU, what lies outside may count as 0
    for (let ky = -1; ky <= 1; ky++)
      for (let kx = -1; kx <= 1; kx++) most = Math.max(most, at(active, 2 * y + ky, 2 * x + kx, c))
    return most
  })
}

/** What `Engine.run` gives where all is wanted. */
export function referenceRun(network: Network, input: EngineInput, rgb: Uint8Array): Required<EngineOutputs> {
  let features = stemFeatures(network, input, rgb)
  for (const { layers, transition } of network.blocks) {
    for (const { norm, bottleneck, growth } of layers) {
      const narrow = convolve(
        codesOf(activations(features, norm, bottleneck.inputStep), bottleneck),
        bottleneck,
      )
      const grown = convolve(codesOf(values(narrow, bottleneck, growth.inputStep), growth), growth, {
        padding: 1,
      })
      features = concat(features, values(grown, growth))
    }
    if (transition) {
      const { norm, convolution } = transition
      const pooled = pool(activations(features, norm, 4 * convolution.inputStep))
      features = values(convolve(codesOf(pooled, convolution), convolution), convolution)
    }
  }
  const { norm, convolution, bias } = network.head
  const last = codesOf(activations(features, norm, convolution.inputStep), convolution)
  const maps = values(convolve(last, convolution), convolution)
  const pixels = maps.side ** 2
  const logits = Float32Array.from(bias, (value, c) => {
    let sum = 0
    for (let p = 0; p < pixels; p++) sum = f32(sum + (maps.data[p * maps.channels + c] as number))
    return f32(f32(sum * f32(1 / pixels)) + value)
  })
  const byClass = Float32Array.from(
    maps.data,
    (_, i) => maps.data[(i % pixels) * maps.channels + Math.floor(i / pixels)] as number,
  )
  const means = Float32Array.from({ length: last.channels }, (_, c) => {
    let sum = 0
    for (let p = 0; p < pixels; p++) sum += last.data[p * last.channels + c] as number
    return sum * (convolution.inputStep / pixels)
  })
  return { logits, maps: byClass, features: means }
}
