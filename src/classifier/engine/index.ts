import { bundledKernels, makeMemory, type Simd, startKernels } from './kernels.ts'
import { readNetwork } from './network.ts'
import { readOnnx } from './onnx.ts'
import { makePlan } from './plan.ts'
import { EngineRefused } from './refused.ts'
import { runShare } from './share.ts'

export type { Simd } from './kernels.ts'
export { EngineRefused } from './refused.ts'

/** Side of the image, pixels. */
const SIZE = 224

export interface EngineInput {
  /** Of red, green and blue, for an image from 0 to 1. */
  mean: readonly [number, number, number]
  std: readonly [number, number, number]
}

export interface EngineOptions {
  /** As many as may work; fewer do where they can't be started. */
  threads: number
  /** Unless told, relaxed where the browser knows it. */
  simd?: Simd
  /** Gives the kernels; those of the bundle unless told. Node compiles them: `compileKernels`. */
  kernels?: (simd: Simd) => Promise<Uint8Array>
}

export interface RunOptions {
  /** Aborting rejects with the signal's reason; looked at between layers. */
  signal?: AbortSignal
  /** Told how much of the work is done, 0 to 1. */
  onProgress?: (share: number) => void
}

export interface EngineOutputs {
  /** `[classes]`, before softmax. */
  logits: Float32Array
  /** `[classes, side, side]`: class activation maps without the bias. */
  maps: Float32Array
}

/** An int8 DenseNet. */
export interface Engine {
  readonly threads: number
  readonly simd: Simd
  readonly classes: number
  /** Side of a class activation map. */
  readonly mapSide: number
  /**
   * Classifies an image. Calls must not overlap.
   * @param rgb the crop before normalisation, `[224, 224, 3]`
   */
  run(rgb: Uint8Array, options?: RunOptions): Promise<EngineOutputs>
  /** Ends the threads. */
  release(): Promise<void>
}

/** The best kernels that this browser knows, or those asked for. */
async function chooseKernels({ simd, kernels = bundledKernels }: EngineOptions) {
  for (const choice of simd ? [simd] : (['relaxed', 'plain'] as const)) {
    const binary = new Uint8Array(await kernels(choice))
    if (WebAssembly.validate(binary)) return { simd: choice, binary }
  }
  throw new EngineRefused(
    `This browser does not know the ${simd ?? 'SIMD'} instructions that the engine needs.`,
  )
}

/** `[pixels, classes]` to `[classes, pixels]`. */
function transpose(maps: Float32Array, classes: number): Float32Array {
  const pixels = maps.length / classes
  const transposed = new Float32Array(maps.length)
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let c = 0; c < classes; c++) transposed[c * pixels + pixel] = maps[pixel * classes + c] as number
  }
  return transposed
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
  const network = readNetwork(readOnnx(model), SIZE)
  const { simd, binary } = await chooseKernels(options)
  const threads = 1
  const plan = makePlan(network, { input, threads, unit: simd === 'relaxed' ? 1 : 2 })
  const memory = makeMemory(plan.memory, false)
  plan.write(memory.buffer)
  const kernels = await startKernels(await WebAssembly.compile(binary), memory)
  const { buffer } = memory
  const image = new Uint8Array(buffer, plan.image, 3 * SIZE * SIZE)
  const logits = new Float32Array(buffer, plan.logits, plan.classes)
  const maps = new Float32Array(buffer, plan.maps, plan.classes * plan.mapSide ** 2)

  return {
    threads,
    simd,
    classes: plan.classes,
    mapSide: plan.mapSide,
    async run(rgb, { signal, onProgress } = {}) {
      signal?.throwIfAborted()
      image.set(rgb)
      plan.steps.forEach((step, i) => {
        runShare(kernels, step, plan.scratch[0] ?? 0, 0, 1)
        onProgress?.((i + 1) / plan.steps.length)
      })
      return { logits: logits.slice(), maps: transpose(maps, plan.classes) }
    },
    async release() {},
  }
}
