import { type Calibration, CalibrationError, type InputStatistics } from './calibration.ts'
import { BATCH_NORM_EPSILON, blockSizes } from './densenet121.ts'
import type { Tensor, Tensors } from './keras-weights.ts'

export interface Equalized {
  /** The same network, to rounding. */
  tensors: Tensors
  /** Statistics of its activations. */
  inputs: ReadonlyMap<string, InputStatistics>
}

/** Bits of a batch norm's shift after its leading one. More cost download and change no answer. */
const SHIFT_BITS = 10
/** Of its scale. Exact all the same: what rounding takes from the scale, the next weights get. */
const SCALE_BITS = 3

/** The nearest number with that many significant bits after the leading one: its last bytes are 0 and cost nothing. */
export function shorten(value: number, bits: number): number {
  // Veltkamp's splitting (Dekker 1971): adding and taking away a multiple of the value rounds it.
  const large = value * (2 ** (52 - bits) + 1)
  return large - (large - value)
}

/** Largest weight of each input channel; each output channel counts in units of its own largest. */
function weightRanges({ shape, data }: Tensor): Float64Array {
  const [inputs = 0, outputs = 0] = shape.slice(-2)
  const largest = new Float64Array(outputs)
  for (let i = 0; i < data.length; i++) {
    const output = i % outputs
    largest[output] = Math.max(largest[output] as number, Math.abs(data[i] as number))
  }
  const ranges = new Float64Array(inputs)
  for (let i = 0; i < data.length; i++) {
    const input = Math.floor(i / outputs) % inputs
    const relative = Math.abs(data[i] as number) / ((largest[i % outputs] as number) || 1)
    ranges[input] = Math.max(ranges[input] as number, relative)
  }
  return ranges
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/**
 * The factor for each input channel of a convolution, sqrt(weight / range), as Nagel et al. 2019 and Meller et al. 2019
 * equalise ranges: a channel that becomes large and has small weights is made smaller and its weights larger. The range
 * is between what two purposes want: the errors of int8 weights grow with the activation's deviation, and the steps in
 * which an integer engine counts a layer's input with the largest value in it.
 */
function channelFactors(kernel: Tensor, { deviation, maximum }: InputStatistics): Float64Array {
  const weights = weightRanges(kernel)
  const ranges = deviation.map((value, i) => Math.sqrt(value * (maximum[i] as number)))
  // Channels that are always 0 or constant: their range says nothing about a photo that wakes them up.
  const weightFloor = 1e-3 * weights.reduce((a, b) => Math.max(a, b), 0) || 1
  const rangeFloor = 1e-2 * Math.sqrt(meanOf(ranges.map((value) => value * value))) || 1
  return weights.map((weight, i) =>
    Math.sqrt(Math.max(weight, weightFloor) / Math.max(ranges[i] as number, rangeFloor)),
  )
}

/**
 * Equalises the input channels of every convolution but the first, and of the linear layer, for weights of few bits:
 * positive factors commute with ReLU, so they move into the batch norm before it. Batch norms get mean 0 and
 * variance 1 - epsilon, scales and shifts get short mantissas; all of it compresses well.
 * @throws CalibrationError when the calibration does not fit the weights
 */
export function equalize(tensors: Tensors, calibration: Pick<Calibration, 'inputs'>): Equalized {
  const result = new Map(tensors)
  const inputs = new Map<string, InputStatistics>()

  const get = (name: string): Tensor => {
    const tensor = result.get(name)
    if (!tensor) throw new CalibrationError(`calibration: the weights have no tensor ${name}`)
    return tensor
  }
  const put = (name: string, data: Float64Array) => {
    result.set(name, { shape: get(name).shape, data: Float32Array.from(data) })
  }

  /** @param plain whether the batch norm stays one, not folded into the convolution before it */
  const equalizeLayer = (norm: string, convolution: string, plain: boolean) => {
    const kernel = get(`${convolution}/kernel`)
    const statistics = calibration.inputs.get(convolution)
    if (!statistics || statistics.mean.length !== kernel.shape.at(-2)) {
      throw new CalibrationError(`calibration: it has no statistics that fit ${convolution}`)
    }
    const factors = channelFactors(kernel, statistics)
    const part = (key: string) => Float64Array.from(get(`${norm}/${key}`).data)
    const [gamma, beta, mean, variance] = [
      part('gamma'),
      part('beta'),
      part('moving_mean'),
      part('moving_variance'),
    ]
    if (plain) {
      const unit = Math.fround(1 - BATCH_NORM_EPSILON)
      for (let i = 0; i < factors.length; i++) {
        const scale = (gamma[i] as number) / Math.sqrt((variance[i] as number) + BATCH_NORM_EPSILON)
        const shift = (beta[i] as number) - (mean[i] as number) * scale
        const wanted = scale * (factors[i] as number)
        gamma[i] = shorten(wanted, SCALE_BITS)
        if (scale !== 0) factors[i] = (gamma[i] as number) / scale
        beta[i] = shorten(shift * (factors[i] as number), SHIFT_BITS)
        mean[i] = 0
        variance[i] = unit
      }
      put(`${norm}/moving_mean`, mean)
      put(`${norm}/moving_variance`, variance)
      put(`${norm}/gamma`, gamma)
      put(`${norm}/beta`, beta)
    } else {
      put(
        `${norm}/gamma`,
        gamma.map((value, i) => value * (factors[i] as number)),
      )
      put(
        `${norm}/beta`,
        beta.map((value, i) => value * (factors[i] as number)),
      )
    }

    const [channels = 0, outputs = 0] = kernel.shape.slice(-2)
    put(
      `${convolution}/kernel`,
      Float64Array.from(
        kernel.data,
        (weight, i) => weight / (factors[Math.floor(i / outputs) % channels] as number),
      ),
    )
    const scaled = (values: Float64Array) => values.map((value, i) => value * (factors[i] as number))
    inputs.set(convolution, {
      mean: scaled(statistics.mean),
      deviation: scaled(statistics.deviation),
      maximum: scaled(statistics.maximum),
    })
  }

  const sizes = blockSizes(tensors)
  sizes.forEach((layers, index) => {
    const stage = index + 2
    for (let layer = 1; layer <= layers; layer++) {
      const name = `conv${stage}_block${layer}`
      equalizeLayer(`${name}_0_bn`, `${name}_1_conv`, true)
      equalizeLayer(`${name}_1_bn`, `${name}_2_conv`, false)
    }
    if (stage - 1 < sizes.length) equalizeLayer(`pool${stage}_bn`, `pool${stage}_conv`, true)
  })
  equalizeLayer('bn', 'fc1000', true)
  return { tensors: result, inputs }
}
