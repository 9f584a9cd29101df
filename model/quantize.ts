import type { InputStatistics } from './calibration.ts'
import { shorten } from './equalize.ts'
import {
  float16Storage,
  type Int8Weights,
  int8Weights,
  type WeightStorage,
  type Weights,
} from './onnx-graph.ts'

/** Codes go from -127 to 127: symmetric, and what integer kernels like. */
const LARGEST_CODE = 127

/** Steps to try, as parts of the one that reaches the largest weight. Below half of it clipping always costs more. */
const CLIPS = Array.from({ length: 21 }, (_, i) => 1 - i / 40)

/**
 * The file is entropy-coded, so a coarser step than the best saves download. It costs least where an error of a weight
 * changes the answer least, in the last layers, which also hold the most weights: the last block and the 1x1
 * convolutions of the one before.
 */
const ECONOMY = 1.25
const ECONOMICAL = /^conv5_|^conv4_.*_1_conv/

/** Bits of a step after the leading one: the codes adapt, so that shorter steps only cost less download. */
const STEP_BITS = 7

function code(weight: number, step: number): number {
  return Math.max(-LARGEST_CODE, Math.min(LARGEST_CODE, Math.round(weight / step)))
}

/** The step whose codes change one output the least; `importance` weighs the squared error of each weight. */
function bestStep(weights: Float64Array, importance: Float64Array, economy: number): number {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0)
  if (largest === 0) return 1
  let best = { step: 1, error: Number.POSITIVE_INFINITY }
  for (const clip of CLIPS) {
    const step = shorten((largest / LARGEST_CODE) * clip, STEP_BITS)
    let error = 0
    for (let i = 0; i < weights.length && error < best.error; i++) {
      const weight = weights[i] as number
      const difference = weight - code(weight, step) * step
      error += (importance[i] as number) * difference * difference
    }
    if (error < best.error) best = { step, error }
  }
  return shorten(best.step * economy, STEP_BITS)
}

export interface Quantized extends Int8Weights {
  /** What the rounding takes from each output on average over the calibration photos. */
  correction: Float64Array
}

/**
 * A convolution's weights (OIHW) as int8 with one step for each output channel. An error of a weight is a mean error of
 * its output, which `correction` gives back, and one that varies with its input: the latter chooses the step.
 * @param inputs of the layer's input channels; without it all count the same and nothing is corrected
 * @param economy how much coarser the steps are than the best, for the file's sake
 */
export function quantize({ shape, data }: Weights, inputs?: InputStatistics, economy = 1): Quantized {
  const [outputs = 0, , height = 0, width = 0] = shape
  const perOutput = data.length / outputs
  const channelOf = (i: number) => Math.floor(i / (height * width))
  const codes = new Int8Array(data.length)
  const steps = new Float64Array(outputs)
  const correction = new Float64Array(outputs)
  const importance = Float64Array.from(
    { length: perOutput },
    (_, i) => (inputs?.deviation[channelOf(i)] ?? 1) ** 2,
  )
  for (let output = 0; output < outputs; output++) {
    const first = output * perOutput
    const row = Float64Array.from({ length: perOutput }, (_, i) => data[first + i] as number)
    const step = bestStep(row, importance, economy)
    steps[output] = step
    row.forEach((weight, i) => {
      const rounded = code(weight, step)
      codes[first + i] = rounded
      const mean = inputs?.mean[channelOf(i)] ?? 0
      correction[output] = (correction[output] as number) + (weight - rounded * step) * mean
    })
  }
  return { shape, codes, steps, correction }
}

/**
 * Stores weights as int8, those of a convolution that reads the image as float16: they are few, and nothing
 * equalises their three input channels.
 * @param inputs statistics by the layers' names
 */
export function int8Storage(inputs: ReadonlyMap<string, InputStatistics>): WeightStorage {
  return (graph, name, weights) => {
    if (weights.shape[1] === 3) return float16Storage(graph, name, weights)
    const layer = name.replace(/\/kernel$/, '')
    const economy = ECONOMICAL.test(layer) ? ECONOMY : 1
    const { correction, ...stored } = quantize(weights, inputs.get(layer), economy)
    return { value: int8Weights(graph, name, stored), correction }
  }
}
