import { EngineRefused } from '../errors.ts'
import type { Convolution, DenseBlock, Norm } from '../network.ts'
import { type Features, type Planner, tilesOf } from './planner.ts'

/** A dense block: each layer's outputs join the features. */
export function planBlock(planner: Planner, { inputs, layers }: DenseBlock, features: Features): void {
  const activations = planActivations(planner, layers, features.side)
  const tiles = tilesOf(features.pixels)
  let channels = inputs
  for (const { norm, bottleneck, growth } of layers) {
    const low = planner.low(growth, activations.bytes)
    planner.add('bottleneck', tiles, {
      ...planner.pointwise(bottleneck, growth.inputStep),
      placeLargest: growth.inputLargest,
      placeLow: low,
      sources: features.table,
      places: activations.centers,
      norm: planner.norm(norm, bottleneck.inputStep),
    })
    planner.add('growth', tiles, {
      ...planner.convolution(growth),
      low,
      sources: activations.windows,
      places: features.table,
      offset: 4 * channels,
      rowPitch: activations.rowPitch,
    })
    channels += growth.outputs
  }
}

/** What the 3x3 convolutions of a block read in turn, with a border of zeros that nothing ever writes. */
function planActivations(planner: Planner, layers: DenseBlock['layers'], side: number) {
  const { arena, unit } = planner
  const width = layers[0]?.bottleneck.outputs ?? 0
  for (const { bottleneck } of layers) {
    if (bottleneck.outputs !== width) {
      throw new EngineRefused(
        `The model's ${bottleneck.layer} has ${bottleneck.outputs} outputs, others of its block ${width}.`,
      )
    }
  }
  const bytes = (side + 2) ** 2 * width * unit
  const isWide = layers.some(({ growth }) => planner.low(growth, bytes) > 0)
  const address = arena.reserve(isWide ? 2 * bytes : bytes)
  const pitch = width * unit
  const rowPitch = (side + 2) * pitch
  const corner = (pixel: number) => address + Math.floor(pixel / side) * rowPitch + (pixel % side) * pitch
  return {
    bytes,
    rowPitch,
    /** Table: the first pixel of each window. */
    windows: planner.table(side * side, corner),
    /** Table: the middle of each window. */
    centers: planner.table(side * side, (pixel) => corner(pixel) + rowPitch + pitch),
  }
}

/** What leads from a block's features to the next one's, a quarter of the pixels. */
export function planTransition(
  planner: Planner,
  { norm, convolution }: { norm: Norm; convolution: Convolution },
  from: Features,
  to: Features,
): void {
  const corner = (pixel: number) => {
    const x = pixel % to.side
    const y = Math.floor(pixel / to.side)
    return from.address + (2 * y * from.side + 2 * x) * from.pitch
  }
  planner.add('transition', tilesOf(to.pixels), {
    ...planner.pointwise(convolution),
    sources: planner.table(to.pixels, corner),
    places: to.table,
    pixelPitch: from.pitch,
    rowPitch: from.side * from.pitch,
    // a quarter of the sum of four
    norm: planner.norm(norm, 4 * convolution.inputStep),
  })
}
