import type { Tensor } from './keras-weights.ts'

/** The largest code of a 7-bit activation. */
const LARGEST_CODE = 127

/** Between 0 and a channel's largest value: several to a step of 7 bits, where a channel fills the layer's range. */
const BINS = 1024

/** Bounds to try, as parts of the largest value: in steps of a sixteenth of an octave, down to a quarter. */
const CLIPS = Array.from({ length: 33 }, (_, i) => Number((2 ** (-i / 16)).toPrecision(3)))

/** How often the values of each channel occur, of activations that are not negative. */
export class Histogram {
  /** `[channels][BINS]`: of values above 0. Those that are 0 cost no error. */
  readonly counts: Float64Array

  /** @param maximum of each channel */
  constructor(private readonly maximum: Float64Array) {
    this.counts = new Float64Array(maximum.length * BINS)
  }

  /** @param data channels first */
  add(data: Float32Array): void {
    const area = data.length / this.maximum.length
    this.maximum.forEach((largest, channel) => {
      const perValue = BINS / (largest || 1)
      const first = channel * BINS
      for (let i = channel * area; i < (channel + 1) * area; i++) {
        const value = data[i] as number
        if (value <= 0) continue
        const bin = first + Math.min(BINS - 1, Math.floor(value * perValue))
        this.counts[bin] = (this.counts[bin] as number) + 1
      }
    })
  }
}

/** Sum of the squared weights that read each input channel; each output counts in units of its own weights. */
function channelWeights({ shape, data }: Tensor): Float64Array {
  const [inputs = 0, outputs = 0] = shape.slice(-2)
  const ofOutput = new Float64Array(outputs)
  data.forEach((weight, i) => {
    ofOutput[i % outputs] = (ofOutput[i % outputs] as number) + weight * weight
  })
  const sums = new Float64Array(inputs)
  data.forEach((weight, i) => {
    const input = Math.floor(i / outputs) % inputs
    sums[input] = (sums[input] as number) + (weight * weight) / (ofOutput[i % outputs] || 1)
  })
  return sums
}

/**
 * Where a layer's input is best clipped when 7 bits store it: a lower bound has finer steps but loses what lies above.
 * The error of a channel counts as much as the squared weights that read it: so the errors of channels add up in the
 * layer's output if they are independent.
 * @param maximum of each channel, equalised as the kernel is
 * @param kernel its last sides are `[inputs, outputs]`
 * @returns a part of the largest value
 */
export function bestClip({ counts }: Histogram, maximum: Float64Array, kernel: Tensor): number {
  const largest = maximum.reduce((a, b) => Math.max(a, b), 0)
  const weights = channelWeights(kernel)
  let best = { clip: 1, error: Number.POSITIVE_INFINITY }
  for (const clip of CLIPS) {
    const step = (largest * clip) / LARGEST_CODE || 1
    let error = 0
    for (let channel = 0; channel < maximum.length && error < best.error; channel++) {
      const width = (maximum[channel] as number) / BINS
      const weight = weights[channel] as number
      for (let bin = 0; bin < BINS; bin++) {
        const count = counts[channel * BINS + bin] as number
        if (count === 0) continue
        const value = (bin + 0.5) * width
        const rounded = Math.min(LARGEST_CODE, Math.round(value / step)) * step
        error += weight * count * (value - rounded) ** 2
      }
    }
    if (error < best.error) best = { clip, error }
  }
  return best.clip
}
