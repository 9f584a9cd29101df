/** Runs DenseNets with int8 weights by kernels of our own. The README of this folder says how. */
import { IMAGENET } from '../network/imagenet.ts'
import { assembleEngine, type Engine, type EngineOptions, equip } from './engine.ts'
import type { EngineInput } from './network.ts'
import { readOnnx } from './onnx.ts'
import { readNetwork } from './read-network.ts'
import { dismiss } from './recruit.ts'

export type { Engine, EngineOptions, RunOptions } from './engine.ts'
export { EngineBroken, EngineRefused } from './errors.ts'
export type { Build } from './kernels.ts'
export type { EngineInput } from './network.ts'
export type { EngineOutputs, EngineWant } from './outputs.ts'

/** An engine that has kernels and threads, and no model yet. Serves one engine. */
export interface EnginePreparation {
  /**
   * Makes the engine.
   * @param model ONNX, unpacked
   * @throws EngineRefused when this model or this browser can't be run; nothing is left of the preparation then
   */
  createEngine(model: Uint8Array, input: EngineInput): Promise<Engine>
  /** Ends the threads where no engine was made of them. */
  release(): Promise<void>
}

/**
 * Starts what takes no model: chooses, loads and compiles the kernels and starts the threads, while the model is still
 * on its way. What fails is said by `createEngine`.
 */
export function prepareEngine(options: EngineOptions): EnginePreparation {
  const equipment = equip(options)
  const release = () =>
    equipment.then(
      ({ threads }) => dismiss(threads),
      () => undefined,
    )
  equipment.catch(() => undefined)
  return {
    release,
    async createEngine(model, input) {
      try {
        const network = readNetwork(readOnnx(model), IMAGENET.size)
        return await assembleEngine(network, input, await equipment, options)
      } catch (error) {
        await release()
        throw error
      }
    },
  }
}

/**
 * Makes an engine for a DenseNet with int8 weights.
 * @param model ONNX, unpacked
 * @throws EngineRefused when this model or this browser can't be run
 */
export async function createEngine(
  model: Uint8Array,
  input: EngineInput,
  options: EngineOptions,
): Promise<Engine> {
  return prepareEngine(options).createEngine(model, input)
}
