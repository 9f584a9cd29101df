import { stagesOf } from './architectures.ts'
import { type Calibration, CalibrationError, type InputStatistics } from './calibration.ts'
import type { Network } from './densenet.ts'
import type { Tensor, Tensors } from './keras-weights.ts'
import { BATCH_NORM_EPSILON, batchNormOf } from './layer-weights.ts'

export interface Equalized {
  /** The same network, to rounding. */
  network: Network
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

/** Multiplied element by element. */
function times(values: ArrayLike<number>, factors: Float64Array): Float64Array {
  return Float64Array.from(values, (value, i) => value * (factors[i] as number))
}

/** A network's tensors, being changed. */
class Equalizer {
  readonly tensors: Map<string, Tensor>
  readonly inputs = new Map<string, InputStatistics>()

  constructor(
    tensors: Tensors,
    private readonly calibration: Pick<Calibration, 'inputs'>,
  ) {
    this.tensors = new Map(tensors)
  }

  /** Moves factors from a convolution's weights into the batch norm before it, which stays one. */
  plain(norm: string, convolution: string): void {
    const { kernel, statistics } = this.convolution(convolution)
    const { gamma, beta, mean, variance } = batchNormOf(this.tensors, norm, statistics.mean.length)
    const factors = channelFactors(kernel, statistics)
    const scales = new Float64Array(factors.length)
    const shifts = new Float64Array(factors.length)
    factors.forEach((factor, i) => {
      const scale = (gamma[i] as number) / Math.sqrt((variance[i] as number) + BATCH_NORM_EPSILON)
      const shift = (beta[i] as number) - (mean[i] as number) * scale
      scales[i] = shorten(scale * factor, SCALE_BITS)
      const exact = scale === 0 ? factor : (scales[i] as number) / scale
      factors[i] = exact
      shifts[i] = shorten(shift * exact, SHIFT_BITS)
    })
    this.put(`${norm}/gamma`, scales)
    this.put(`${norm}/beta`, shifts)
    this.put(`${norm}/moving_mean`, new Float64Array(factors.length))
    this.put(
      `${norm}/moving_variance`,
      factors.map(() => Math.fround(1 - BATCH_NORM_EPSILON)),
    )
    this.divide(convolution, kernel, factors, statistics)
  }

  /** The same where the batch norm is folded into the convolution before it. */
  folded(norm: string, convolution: string): void {
    const { kernel, statistics } = this.convolution(convolution)
    const { gamma, beta } = batchNormOf(this.tensors, norm, statistics.mean.length)
    const factors = channelFactors(kernel, statistics)
    this.put(`${norm}/gamma`, times(gamma, factors))
    this.put(`${norm}/beta`, times(beta, factors))
    this.divide(convolution, kernel, factors, statistics)
  }

  private convolution(name: string): { kernel: Tensor; statistics: InputStatistics } {
    const kernel = this.tensors.get(`${name}/kernel`)
    const statistics = this.calibration.inputs.get(name)
    if (!kernel || statistics?.mean.length !== kernel.shape.at(-2))
      throw new CalibrationError(`calibration: it has no statistics that fit ${name}`)
    return { kernel, statistics }
  }

  private divide(
    convolution: string,
    { data, shape }: Tensor,
    factors: Float64Array,
    { mean, deviation, maximum }: InputStatistics,
  ): void {
    const [channels = 0, outputs = 0] = shape.slice(-2)
    const inputOf = (i: number) => Math.floor(i / outputs) % channels
    this.put(
      `${convolution}/kernel`,
      Float64Array.from(data, (weight, i) => weight / (factors[inputOf(i)] as number)),
    )
    this.inputs.set(convolution, {
      mean: times(mean, factors),
      deviation: times(deviation, factors),
      maximum: times(maximum, factors),
    })
  }

  private put(name: string, data: Float64Array): void {
    this.tensors.set(name, { shape: this.tensors.get(name)?.shape ?? [], data: Float32Array.from(data) })
  }
}

/**
 * Equalises the input channels of every convolution but the first, and of the linear layer, for weights of few bits:
 * positive factors commute with ReLU, so they move into the batch norm before it. Batch norms get mean 0 and
 * variance 1 - epsilon, scales and shifts get short mantissas; all of it compresses well.
 * @throws CalibrationError when the calibration does not fit the weights
 */
export function equalize(
  { topology, tensors }: Network,
  calibration: Pick<Calibration, 'inputs'>,
): Equalized {
  const equalizer = new Equalizer(tensors, calibration)
  for (const { layers, transition } of stagesOf(topology)) {
    for (const name of layers) {
      equalizer.plain(`${name}_0_bn`, `${name}_1_conv`)
      equalizer.folded(`${name}_1_bn`, `${name}_2_conv`)
    }
    if (transition) equalizer.plain(`${transition}_bn`, `${transition}_conv`)
  }
  equalizer.plain('bn', 'fc1000')
  return { network: { topology, tensors: equalizer.tensors }, inputs: equalizer.inputs }
}
