import { Arena } from './arena.ts'
import { type LayerFields, layerWords } from './layer.ts'
import { type Convolution, type DenseBlock, LARGEST, type Network, type Norm } from './network.ts'
import { GROUP, packConvolution, packStem, quantizeStem, type Unit } from './pack.ts'
import { EngineRefused } from './refused.ts'
import type { KernelName, Step } from './step.ts'
import { CONTROL_WORDS } from './team.ts'

/** Pixels that the kernels compute at once, and tiles that they normalise at once. As in `kernels/`. */
const TILE = 2
const CHUNK = 24

/** All buffers together. */
const LARGEST_MEMORY = 40 * 1024 * 1024

export interface Plan {
  steps: Step[]
  /** Bytes. */
  memory: number
  /** Addresses. */
  image: number
  imageBytes: number
  /** Words by which threads wait for each other. */
  control: number
  logits: number
  /** `[side * side, classes]` */
  maps: number
  /** One for each thread. */
  scratch: number[]
  classes: number
  mapSide: number
  /** Writes weights and tables into a memory that is still empty. */
  write(buffer: ArrayBufferLike): void
}

export interface PlanOptions {
  /** Mean and standard deviation of each channel, for an image from 0 to 1. */
  input: { mean: readonly number[]; std: readonly number[] }
  threads: number
  unit: Unit
}

/** A list of addresses, one a pixel, filled up to whole tiles with the last. */
function table(arena: Arena, pixels: number, address: (pixel: number) => number): number {
  const entries = Math.ceil(pixels / TILE) * TILE
  return arena.integers(Int32Array.from({ length: entries }, (_, i) => address(Math.min(i, pixels - 1))))
}

const times = (values: ArrayLike<number>, factor: number) =>
  Float64Array.from(values, (value) => value * factor)

/**
 * Decides once how a network is computed: packs weights, lays out all memory and lists the kernels' calls.
 * @throws EngineRefused when it does not fit the engine's memory
 */
export function makePlan(network: Network, { input, threads, unit }: PlanOptions): Plan {
  const arena = new Arena()
  const steps: Step[] = []
  const { size, stem, blocks, head } = network

  const add = (kernel: KernelName, items: number, fields: LayerFields) => {
    steps.push({ kernel, items, layer: arena.integers(layerWords(fields)) })
  }
  /** The part of a layer's fields that every convolution has; sums become values in units of `unitOfOutput`. */
  const weightsOf = (convolution: Convolution, unitOfOutput = 1): LayerFields => ({
    inputs: convolution.inputs,
    outputs: convolution.outputs,
    weights: packConvolution(arena, convolution, unit),
    largest: convolution.inputLargest,
    scale: perOutput(times(convolution.steps, convolution.inputStep / unitOfOutput)),
    bias: perOutput(times(convolution.bias, 1 / unitOfOutput)),
  })
  /** Bytes from activations to their low bits, which lie behind them all; only the relaxed builds split them. */
  const lowOf = ({ inputLargest }: Convolution, bytes: number) =>
    inputLargest > LARGEST && unit === 1 ? bytes : 0
  /** Filled up to whole groups: the kernels read them so. */
  const perOutput = (values: Float64Array) => {
    const padded = new Float64Array(Math.ceil(values.length / GROUP) * GROUP)
    padded.set(values)
    return arena.floats(padded)
  }
  /** In steps of the activation that comes out. */
  const normOf = ({ scale, shift }: Norm, step: number) =>
    arena.floats([...times(scale, 1 / step), ...times(shift, 1 / step)])

  // Blocks take turns with two buffers: a block's features are dead once the next block has its own.
  const channelsOf = ({ inputs, layers }: DenseBlock) =>
    layers.reduce((sum, { growth }) => sum + growth.outputs, inputs)
  const sideOf = (block: number) => size >> (block + 2)
  const featureBytes = blocks.map((block, i) => 4 * channelsOf(block) * sideOf(i) ** 2)
  const buffers = [0, 1].map((turn) =>
    arena.reserve(Math.max(0, ...featureBytes.filter((_, i) => i % 2 === turn))),
  )
  const features = blocks.map((block, i) => {
    const address = buffers[i % 2] as number
    const pitch = 4 * channelsOf(block)
    const side = sideOf(i)
    return {
      address,
      pitch,
      side,
      pixels: side * side,
      table: table(arena, side * side, (p) => address + p * pitch),
    }
  })

  // The image, its centred form with a border of three pixels, and the stem.
  const image = arena.reserve(3 * size * size)
  const centeredPitch = 2 * 3 * (size + 6)
  const centered = arena.reserve(centeredPitch * (size + 6) + 2)
  const packed = quantizeStem(stem, input)
  const [first] = features
  if (!first) throw new EngineRefused('The model has no dense block.')
  add('center', size, {
    sources: image,
    places: centered + 3 * centeredPitch + 3 * 2 * 3,
    inputs: 3 * size,
    rowPitch: centeredPitch,
    norm: arena.shorts(Array.from({ length: 24 }, (_, i) => packed.means[i % 3] as number)),
  })
  add('stem', first.side, {
    sources: centered,
    places: first.table,
    inputs: first.side,
    outputs: stem.outputs,
    rowPitch: centeredPitch,
    weights: packStem(arena, packed),
    scale: perOutput(packed.steps),
    bias: perOutput(packed.bias),
  })

  let scratchBytes = 3 * (size / 2) * stem.outputs * 4
  /** Takes scratch memory for what a 1x1 convolution reads. */
  const scratchOf = (convolution: Convolution): LayerFields => {
    const bytes = CHUNK * TILE * convolution.inputs * unit
    const low = lowOf(convolution, bytes)
    scratchBytes = Math.max(scratchBytes, bytes + low)
    return { low }
  }

  blocks.forEach((block, index) => {
    const here = features[index] as (typeof features)[number]
    const { side, pixels, pitch } = here
    const tiles = Math.ceil(pixels / TILE)
    let channels = block.inputs

    // What a 3x3 convolution reads, with a border of zeros that nothing ever writes.
    const widest = block.layers.reduce((most, { bottleneck }) => Math.max(most, bottleneck.outputs), 0)
    const paddedBytes = (side + 2) ** 2 * widest * unit
    const isWide = block.layers.some(({ growth }) => lowOf(growth, paddedBytes) > 0)
    const padded = arena.reserve(isWide ? 2 * paddedBytes : paddedBytes)
    const tablesOf = (width: number) => {
      const row = (side + 2) * width * unit
      const corner = (pixel: number) =>
        padded + Math.floor(pixel / side) * row + (pixel % side) * width * unit
      return {
        row,
        windows: table(arena, pixels, corner),
        centers: table(arena, pixels, (pixel) => corner(pixel) + row + width * unit),
      }
    }
    const shared = tablesOf(widest)

    for (const { norm, bottleneck, growth } of block.layers) {
      if (bottleneck.outputs !== widest) {
        throw new EngineRefused(
          `The model's ${bottleneck.layer} has ${bottleneck.outputs} outputs, others of its block ${widest}.`,
        )
      }
      const low = lowOf(growth, paddedBytes)
      add('bottleneck', tiles, {
        ...weightsOf(bottleneck, growth.inputStep),
        ...scratchOf(bottleneck),
        placeLargest: growth.inputLargest,
        placeLow: low,
        sources: here.table,
        places: shared.centers,
        norm: normOf(norm, bottleneck.inputStep),
      })
      add('growth', tiles, {
        ...weightsOf(growth),
        low,
        sources: shared.windows,
        places: here.table,
        offset: 4 * channels,
        rowPitch: shared.row,
      })
      channels += growth.outputs
    }

    const next = features[index + 1]
    if (block.transition && next) {
      const { norm, convolution } = block.transition
      const corner = (pixel: number) => {
        const x = pixel % next.side
        const y = Math.floor(pixel / next.side)
        return here.address + (2 * y * side + 2 * x) * pitch
      }
      add('transition', Math.ceil(next.pixels / TILE), {
        ...weightsOf(convolution),
        ...scratchOf(convolution),
        sources: table(arena, next.pixels, corner),
        places: next.table,
        pixelPitch: pitch,
        rowPitch: side * pitch,
        // A quarter of the sum of four.
        norm: normOf(norm, 4 * convolution.inputStep),
      })
    }
  })

  const last = features.at(-1) as (typeof features)[number]
  const { norm, convolution } = head
  const tiles = Math.ceil(last.pixels / TILE)
  const activationBytes = convolution.inputs * unit
  const lastBytes = tiles * TILE * activationBytes
  const lastLow = lowOf(convolution, lastBytes)
  const activations = arena.reserve(lastBytes + lastLow)
  // Not the table of repeated pixels: the pixels too much get a place of their own.
  const activationTable = arena.integers(
    Int32Array.from({ length: tiles * TILE }, (_, i) => activations + i * activationBytes),
  )
  add('lastNorm', tiles, {
    inputs: convolution.inputs,
    sources: last.table,
    places: activationTable,
    norm: normOf(norm, convolution.inputStep),
    largest: convolution.inputLargest,
    low: lastLow,
  })
  const classes = convolution.outputs
  const logits = arena.reserve(4 * classes)
  const maps = arena.reserve(4 * classes * last.pixels)
  add('classify', Math.ceil(classes / GROUP), {
    ...weightsOf(convolution),
    low: lastLow,
    sources: activationTable,
    places: table(arena, last.pixels, (pixel) => maps + 4 * classes * pixel),
    pixels: last.pixels,
    tiles,
    logits,
    logitBias: arena.floats(head.bias),
  })

  const control = arena.reserve(4 * CONTROL_WORDS)
  const scratch = Array.from({ length: threads }, () => arena.reserve(scratchBytes))
  if (arena.bytes > LARGEST_MEMORY) {
    throw new EngineRefused(`The model needs ${Math.ceil(arena.bytes / 2 ** 20)} MB, the engine has 40.`)
  }
  return {
    steps,
    memory: arena.bytes,
    image,
    imageBytes: 3 * size * size,
    control,
    logits,
    maps,
    scratch,
    classes,
    mapSide: last.side,
    write: (buffer) => arena.write(buffer),
  }
}
