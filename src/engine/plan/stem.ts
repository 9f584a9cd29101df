import type { EngineInput, Network } from '../network.ts'
import { packStem, quantizeStem } from './pack.ts'
import type { Features, Planner } from './planner.ts'

/** Of the image and its centred form. */
const CHANNELS = 3
/** Zeros around the centred image, pixels. */
const BORDER = 3

/**
 * The image, its centred form with a border, and the stem, which writes the first block's features.
 * @returns address of the image, bytes `[size, size, 3]`
 */
export function planStem(
  planner: Planner,
  { size, stem }: Network,
  input: EngineInput,
  first: Features,
): number {
  const { arena } = planner
  const image = arena.reserve(CHANNELS * size * size)
  const rowPitch = 2 * CHANNELS * (size + 2 * BORDER)
  const centered = arena.reserve(rowPitch * (size + 2 * BORDER) + 2)
  const packed = quantizeStem(stem, input)
  planner.add('center', size, {
    sources: image,
    places: centered + BORDER * rowPitch + BORDER * 2 * CHANNELS,
    inputs: CHANNELS * size,
    rowPitch,
    norm: arena.numbers(Int16Array.from({ length: 8 * CHANNELS }, (_, i) => packed.means[i % CHANNELS] ?? 0)),
  })
  planner.add('stem', first.side, {
    sources: centered,
    places: first.table,
    inputs: first.side,
    outputs: stem.outputs,
    rowPitch,
    weights: packStem(arena, packed),
    scale: planner.perOutput(packed.steps),
    bias: planner.perOutput(packed.bias),
  })
  planner.needScratch(3 * (size / 2) * stem.outputs * 4)
  return image
}
