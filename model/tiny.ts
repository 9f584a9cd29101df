/**
 * A DenseNet small enough for tests, made by the same code as the real one: same topology, few channels, random
 * weights. Its answers mean nothing.
 *
 *     npx tsx model/tiny.ts FOLDER
 */
import { resolve } from 'node:path'
import { isCommand } from '../scripts/command.ts'
import { checkInput } from '../src/network/check-picture.ts'
import type { Manifest } from '../src/network/manifest.ts'
import { BOTTLENECK, stagesOf, type Topology } from './architectures.ts'
import { assemble } from './assemble.ts'
import { calibrate } from './calibrate.ts'
import { checkLogits } from './check.ts'
import { densenet, type Network } from './densenet.ts'
import { type Tensor, tensorDigest } from './keras-weights.ts'
import { float32Storage } from './onnx-graph.ts'
import { publish } from './published.ts'

/** About 140 KB as fp16. */
export const TINY: Topology = { blocks: [2, 2, 2, 2], growth: 8, stem: 16, classes: 1000 }

/** Evenly spread numbers in [0, 1), the same for the same seed: a linear congruential generator. */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** A DenseNet with random weights under Keras' names and in Keras' layouts. */
export function randomNetwork(topology: Topology, seed = 1): Network {
  const { growth, stem, classes } = topology
  const next = random(seed)
  const tensors = new Map<string, Tensor>()

  const fill = (name: string, shape: number[], low: number, high: number) => {
    const length = shape.reduce((product, side) => product * side, 1)
    tensors.set(name, { shape, data: Float32Array.from({ length }, () => low + (high - low) * next()) })
  }
  const kernel = (name: string, shape: number[]) => {
    // He et al. 2015 for evenly spread weights: layers neither blow values up nor let them die.
    const inputs = shape.slice(0, -1).reduce((product, side) => product * side, 1)
    const bound = Math.sqrt(6 / inputs)
    fill(name, shape, -bound, bound)
  }
  const norm = (name: string, channels: number) => {
    fill(`${name}/gamma`, [channels], 0.5, 1.5)
    fill(`${name}/beta`, [channels], -0.5, 0.5)
    fill(`${name}/moving_mean`, [channels], -0.5, 0.5)
    fill(`${name}/moving_variance`, [channels], 0.5, 2)
  }

  kernel('conv1/conv/kernel', [7, 7, 3, stem])
  norm('conv1/bn', stem)
  let channels = stem
  for (const { layers, transition } of stagesOf(topology)) {
    for (const name of layers) {
      norm(`${name}_0_bn`, channels)
      kernel(`${name}_1_conv/kernel`, [1, 1, channels, BOTTLENECK * growth])
      norm(`${name}_1_bn`, BOTTLENECK * growth)
      kernel(`${name}_2_conv/kernel`, [3, 3, BOTTLENECK * growth, growth])
      channels += growth
    }
    if (transition) {
      norm(`${transition}_bn`, channels)
      kernel(`${transition}_conv/kernel`, [1, 1, channels, channels >> 1])
      channels >>= 1
    }
  }
  norm('bn', channels)
  kernel('fc1000/kernel', [channels, classes])
  fill('fc1000/bias', [classes], -0.1, 0.1)
  return { topology, tensors }
}

export interface TinyOptions {
  out: string
  size?: Topology
  seed?: number
}

/** Writes a model folder with a tiny DenseNet, checked against its own float32 graph. */
export async function buildTinyModel({ out, size = TINY, seed = 1 }: TinyOptions): Promise<Manifest> {
  const network = randomNetwork(size, seed)
  const folder = await assemble({
    architecture: 'tiny-densenet',
    network,
    calibration: await calibrate(network, [checkInput('noise'), checkInput('gradient')]),
    expected: await checkLogits(densenet(network, float32Storage)),
    weights: {
      digest: tensorDigest(network.tensors),
      source: `random, seed ${seed}`,
      license: 'none: random numbers',
    },
    builder: 'tiny',
    log: () => undefined,
  })
  await publish(resolve(out), folder)
  return folder.manifest
}

if (isCommand(import.meta.url)) {
  const [out] = process.argv.slice(2)
  if (!out) throw new Error('Usage: npx tsx model/tiny.ts FOLDER')
  await buildTinyModel({ out })
}
