import { compileKernels } from '../src/engine/compile.ts'
import { createEngine, type Engine, EngineRefused } from '../src/engine/index.ts'
import { checkPicture } from '../src/network/check-picture.ts'
import { IMAGENET } from '../src/network/imagenet.ts'
import type { Manifest, ModelInput, ModelVariant } from '../src/network/manifest.ts'
import type { Calibration } from './calibration.ts'
import { CheckError, type CheckLogits, checkModel, maxAbsDifference } from './check.ts'
import { INPUT_NAME, type Network, OUTPUTS } from './densenet.ts'
import { addFile, addPackedFile, type ModelFolder } from './published.ts'
import { similarClasses } from './similar.ts'
import { VARIANTS } from './variants.ts'

export const INPUT: ModelInput = { name: INPUT_NAME, ...IMAGENET }

/** What a model folder is made from. */
export interface Ingredients {
  /** Shown to a person, and the beginning of the files' names: `densenet121`. */
  architecture: string
  network: Network
  /** Of the same weights. */
  calibration: Calibration
  /** What every variant must answer to the check inputs. */
  expected: CheckLogits
  weights: Manifest['weights']
  builder: string
  log: (line: string) => void
}

/**
 * Seven bits an activation move the logits of the check input, which is no photo, by up to 0.56 (measured); a wrong layer
 * moves them by whole units.
 */
const ENGINE_TOLERANCE = 1.5

/**
 * What the engine answers to the check input: with integers, so that every browser must give the same.
 * @param expected what the runtime answers in float
 * @returns `undefined` when the engine can't run a network of this size
 * @throws CheckError when the two differ by more than quantisation
 */
async function engineLogits(onnx: Uint8Array, expected: readonly number[]): Promise<number[] | undefined> {
  const engine = await startEngine(onnx)
  if (!engine) return undefined
  const { logits } = await engine.run(checkPicture('gradient'))
  await engine.release()
  const difference = maxAbsDifference(logits, expected)
  if (!(difference <= ENGINE_TOLERANCE)) {
    throw new CheckError(
      `The engine's logits of the check input differ by ${difference.toFixed(5)} from the runtime's, expected at most ${ENGINE_TOLERANCE}`,
    )
  }
  return Array.from(logits, (logit) => Math.round(logit * 1e5) / 1e5)
}

async function startEngine(onnx: Uint8Array): Promise<Engine | undefined> {
  try {
    return await createEngine(onnx, INPUT, { threads: 1, build: 'plain', kernels: compileKernels })
  } catch (error) {
    if (error instanceof EngineRefused) return undefined
    throw error
  }
}

/**
 * Builds every variant, checks each one's logits and puts the manifest together.
 * @throws CheckError when a variant's logits differ by more than rounding
 */
export async function assemble(ingredients: Ingredients): Promise<ModelFolder> {
  const { architecture, network, calibration, expected, weights, builder, log } = ingredients
  const files = new Map<string, Uint8Array>()
  const variants: ModelVariant[] = []
  for (const { id, backends, exact, packed, tolerance, build } of VARIANTS) {
    const onnx = build(network, calibration)
    const { difference, logits } = await checkModel(id, onnx, expected, tolerance)
    const add = packed ? addPackedFile : addFile
    const file = add(files, `${architecture}-${id}`, 'onnx', onnx)
    log(`Built ${id}: ${file.bytes} bytes; logits of the check inputs within ${difference.toFixed(5)}`)
    const engine = backends.includes('engine') ? await engineLogits(onnx, logits.gradient) : undefined
    const selfTest = { logits: logits.gradient, ...(engine ? { engine } : {}) }
    const served = backends.filter((backend) => backend !== 'engine' || engine)
    variants.push({ id, file, backends: served, ...(exact ? { exact } : {}), selfTest })
  }
  const similar = new TextEncoder().encode(JSON.stringify(similarClasses(network.tensors)))
  return {
    files,
    manifest: {
      version: 1,
      builder,
      architecture,
      input: INPUT,
      outputs: OUTPUTS,
      classes: network.topology.classes,
      similar: addFile(files, 'labels-similar', 'json', similar),
      variants,
      weights,
    },
  }
}
