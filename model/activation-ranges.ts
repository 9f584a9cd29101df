import type { FeatureRange, InputStatistics } from './calibration.ts'

/** Beginnings of the metadata's keys; a layer's Keras name follows. */
export const INPUT_MAXIMUM = 'input_maximum.'
export const FEATURE_MINIMUM = 'feature_minimum.'
export const FEATURE_MAXIMUM = 'feature_maximum.'

const number = (value: number) => String(Number(value.toPrecision(4)))
const list = (values: Float64Array) => Array.from(values, number).join(' ')

/**
 * The ranges of the network's activations on calibration photos, as an ONNX file's metadata: what an engine needs
 * that computes with integers. The README of this folder describes the keys.
 */
export function activationRanges(
  inputs: ReadonlyMap<string, InputStatistics>,
  features: ReadonlyMap<string, FeatureRange>,
): Record<string, string> {
  const metadata: Record<string, string> = {}
  for (const [layer, { maximum }] of inputs) {
    metadata[`${INPUT_MAXIMUM}${layer}`] = number(maximum.reduce((a, b) => Math.max(a, b), 0))
  }
  for (const [block, { minimum, maximum }] of features) {
    metadata[`${FEATURE_MINIMUM}${block}`] = list(minimum)
    metadata[`${FEATURE_MAXIMUM}${block}`] = list(maximum)
  }
  return metadata
}
