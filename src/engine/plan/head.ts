import type { Network } from '../network.ts'
import { SIZES } from './layer.ts'
import { type Features, type Planner, tilesOf } from './planner.ts'

/** What the network's end leaves in memory. */
export interface Outputs {
  classes: number
  /** Side of a class activation map. */
  side: number
  /** Address of `[classes]`, float32. */
  logits: number
  /** Address of `[side * side, classes]`, float32. */
  maps: number
  /** Address of the codes after the last ReLU, `[side * side, channels]`. */
  activations: number
  channels: number
  /** Bytes of an activation; where `low` is not 0, its low seven bits are a byte so many bytes farther. */
  unit: 1 | 2
  low: number
  /** Value of a code. */
  step: number
}

/** The last batch norm, class activation maps and logits. */
export function planHead(planner: Planner, { head }: Network, last: Features): Outputs {
  const { arena, unit } = planner
  const { norm, convolution, bias } = head
  const tiles = tilesOf(last.pixels)
  const pixelBytes = convolution.inputs * unit
  const bytes = tiles * SIZES.TILE * pixelBytes
  const low = planner.low(convolution, bytes)
  const activations = arena.reserve(bytes + low)
  // The pixels that fill up the last tile get a place of their own.
  const table = planner.table(tiles * SIZES.TILE, (pixel) => activations + pixel * pixelBytes)
  planner.add('lastNorm', tiles, {
    inputs: convolution.inputs,
    sources: last.table,
    places: table,
    norm: planner.norm(norm, convolution.inputStep),
    largest: convolution.inputLargest,
    low,
  })
  const classes = convolution.outputs
  const logits = arena.reserve(4 * classes)
  const maps = arena.reserve(4 * classes * last.pixels)
  planner.add('classify', Math.ceil(classes / SIZES.GROUP), {
    ...planner.convolution(convolution),
    low,
    sources: table,
    places: planner.table(last.pixels, (pixel) => maps + 4 * classes * pixel),
    pixels: last.pixels,
    tiles,
    logits,
    logitBias: arena.numbers(bias),
  })
  return {
    classes,
    side: last.side,
    logits,
    maps,
    ...{ activations, channels: convolution.inputs, unit, low, step: convolution.inputStep },
  }
}
