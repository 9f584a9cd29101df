import type { Calibration, InputStatistics } from './calibration.ts'

/** Beginnings of the metadata's keys; a layer's Keras name follows. */
export const INPUT_MAXIMUM = 'input_maximum.'
export const WIDE_INPUT = 'wide_input.'

/**
 * Layers whose input is worth 14 bits to an integer engine, that is twice the multiplications. Found with gradients of
 * the logits: of 7 bits' error these six would make some 70 %, and they cost 5 % of the work.
 */
const WIDE = new Set([
  'conv2_block1_1_conv',
  'conv2_block2_1_conv',
  'conv3_block1_1_conv',
  'pool2_conv',
  'pool3_conv',
  'pool4_conv',
])

export function isWide(layer: string): boolean {
  return WIDE.has(layer)
}

const number = (value: number) => String(Number(value.toPrecision(4)))

/**
 * The ranges of the network's activations on calibration photos, as an ONNX file's metadata: what an engine needs
 * that computes with integers. The README of this folder describes the keys.
 */
export function activationRanges(
  inputs: ReadonlyMap<string, InputStatistics>,
  clips: Calibration['clips'],
): Record<string, string> {
  const metadata: Record<string, string> = {}
  for (const [layer, { maximum }] of inputs) {
    const largest = maximum.reduce((a, b) => Math.max(a, b), 0)
    metadata[`${INPUT_MAXIMUM}${layer}`] = number(largest * (clips.get(layer) ?? 1))
    if (isWide(layer)) metadata[`${WIDE_INPUT}${layer}`] = '1'
  }
  return metadata
}
