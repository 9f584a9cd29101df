/** Runs DenseNets with int8 weights by kernels of our own. The README of this folder says how. */
import { IMAGENET } from '../network/imagenet.ts'
import { type Engine, type EngineInput, type EngineOptions, startEngine } from './engine.ts'
import { readNetwork } from './network.ts'
import { readOnnx } from './onnx.ts'

export type { Engine, EngineInput, EngineOptions, EngineOutputs, RunOptions } from './engine.ts'
export type { Simd } from './kernels.ts'
export { EngineRefused } from './refused.ts'

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
  return startEngine(readNetwork(readOnnx(model), IMAGENET.size), input, options)
}
