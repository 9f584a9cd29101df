import { EngineRefused } from '../errors.ts'
import type { Step } from '../kernels.ts'
import type { DenseBlock, EngineInput, Network } from '../network.ts'
import { CONTROL_WORDS } from '../team.ts'
import { planBlock, planTransition } from './block.ts'
import { type Outputs, planHead } from './head.ts'
import type { Unit } from './pack.ts'
import { type Features, Planner } from './planner.ts'
import { planStem } from './stem.ts'

/** All buffers together, bytes. */
const LARGEST_MEMORY = 40 * 1024 * 1024

export interface Plan {
  steps: Step[]
  /** Bytes. */
  memory: number
  /** Address. */
  image: number
  imageBytes: number
  /** Address of the words by which threads wait for each other. */
  control: number
  outputs: Outputs
  /** An address for each thread. */
  scratch: number[]
  /** Writes weights and tables into a memory that is still empty. */
  write(buffer: ArrayBufferLike): void
}

export interface PlanOptions {
  input: EngineInput
  threads: number
  unit: Unit
}

/** Blocks take turns with two buffers: a block's features are dead once the next block has its own. */
function planFeatures(planner: Planner, { size, blocks }: Network): Features[] {
  const channelsOf = ({ inputs, layers }: DenseBlock) =>
    layers.reduce((sum, { growth }) => sum + growth.outputs, inputs)
  const shapes = blocks.map((block, i) => ({ pitch: 4 * channelsOf(block), side: size >> (i + 2) }))
  const reserve = (turn: number) =>
    planner.arena.reserve(
      Math.max(0, ...shapes.map(({ pitch, side }, i) => (i % 2 === turn ? pitch * side ** 2 : 0))),
    )
  const buffers = [reserve(0), reserve(1)]
  return shapes.map(({ pitch, side }, i) => {
    const address = buffers[i % 2] ?? 0
    const pixels = side * side
    return { address, pitch, side, pixels, table: planner.table(pixels, (p) => address + p * pitch) }
  })
}

/**
 * Decides once how a network is computed: packs weights, lays out all memory and lists the kernels' calls.
 * @throws EngineRefused when it does not fit the engine's memory
 */
export function makePlan(network: Network, { input, threads, unit }: PlanOptions): Plan {
  const planner = new Planner(unit)
  const { arena, steps } = planner
  const features = planFeatures(planner, network)
  const [first] = features
  const last = features.at(-1)
  if (!first || !last) throw new EngineRefused('The model has no dense block.')

  const image = planStem(planner, network, input, first)
  for (const [i, block] of network.blocks.entries()) {
    const [here, next] = [features[i], features[i + 1]]
    if (here) planBlock(planner, block, here)
    if (here && next && block.transition) planTransition(planner, block.transition, here, next)
  }
  const outputs = planHead(planner, network, last)

  const control = arena.reserve(4 * CONTROL_WORDS)
  const scratch = Array.from({ length: threads }, () => arena.reserve(planner.scratchBytes))
  if (arena.bytes > LARGEST_MEMORY) {
    throw new EngineRefused(`The model needs ${Math.ceil(arena.bytes / 2 ** 20)} MB, the engine has 40.`)
  }
  return {
    ...{ steps, image, control, outputs, scratch },
    memory: arena.bytes,
    imageBytes: 3 * network.size ** 2,
    write: (buffer) => arena.write(buffer),
  }
}
