import webgpuModule from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'
import webgpuBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'
import wasmModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url'
import wasmBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'
import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm'
import type { Build as Simd } from '../../engine/index.ts'
import type { Manifest, ModelFile } from '../../network/manifest.ts'
import { ownScript } from '../own-scripts.ts'
import type { BackendName } from '../types.ts'
import { toTensor } from './normalize.ts'

export interface NetworkOutputs {
  /** `[classes]`, before softmax. */
  logits: Float32Array<ArrayBuffer>
  /** `[classes, side, side]`: class activation maps without the bias. */
  maps: Float32Array<ArrayBuffer>
}

/** A network that is ready to answer. Calls of `run` must not overlap: a runtime can't run two at once. */
export interface Network {
  backend: BackendName
  threads: number
  /**
   * @param rgb the crop, `[size, size, 3]`
   * @param signal rejects with its reason when aborted, where the backend can stop half-way
   */
  run(rgb: Uint8Array, signal?: AbortSignal): Promise<NetworkOutputs>
  release(): Promise<void>
}

export type { Simd }

/** Those that onnxruntime-web runs. */
export type RuntimeName = Exclude<BackendName, 'engine'>

/** Put in by the build (`vite.config.ts`). */
declare const __RUNTIMES__: Record<RuntimeName, { bytes: number; sha256: string }>

export type Runtime = typeof import('onnxruntime-web/wasm')

/** Absolute: the bundler's addresses are relative to this file, others resolve them elsewhere. */
const absolute = (url: string): string => new URL(url, import.meta.url).href

/** The runtime's binary, in the form of a model's file: fetched, verified and kept the same way. */
export function runtimeFile(backend: RuntimeName): ModelFile {
  const file = __RUNTIMES__[backend]
  return { ...file, parts: [{ ...file, path: absolute(backend === 'webgpu' ? webgpuBinary : wasmBinary) }] }
}

/** An ONNX file with one node, `y = -x` of one number: what it takes to make a runtime compile itself. */
const SMALLEST_MODEL = 'CAg6MgoLCgF4EgF5IgNOZWcSAWdaDwoBeBIKCggIARIECgIIAWIPCgF5EgoKCAgBEgQKAggBQgQKABAR'

/** With WebGPU the CPU only feeds the GPU. */
const threadsFor = (backend: BackendName, maxThreads: number) => (backend === 'webgpu' ? 1 : maxThreads)

/**
 * Compiles a runtime and starts its threads: can be done before the model is there. One runtime per backend: the plain
 * one is half the size, and only the other knows WebGPU.
 * @param binary what {@link runtimeFile} names
 * @throws Error from the runtime when the backend can't run here
 */
export async function startRuntime(
  backend: RuntimeName,
  binary: Uint8Array,
  maxThreads: number,
): Promise<Runtime> {
  const webgpu = backend === 'webgpu'
  const runtime: Runtime = webgpu
    ? await import('onnxruntime-web/webgpu')
    : await import('onnxruntime-web/wasm')
  runtime.env.wasm.wasmPaths = { mjs: absolute(webgpu ? webgpuModule : wasmModule) }
  runtime.env.wasm.wasmBinary = binary
  runtime.env.wasm.numThreads = threadsFor(backend, maxThreads)
  runtime.env.logLevel = 'error'
  const smallest = Uint8Array.from(atob(SMALLEST_MODEL), (character) => character.charCodeAt(0))
  const session = await runtime.InferenceSession.create(smallest, { executionProviders: [backend] })
  await session.release()
  return runtime
}

/**
 * Makes a session of onnxruntime-web.
 * @param model ONNX, verified
 * @throws Error from the runtime when the backend can't run the model
 */
export async function startOnRuntime(
  backend: RuntimeName,
  runtime: Runtime,
  model: Uint8Array,
  { input, outputs, classes }: Manifest,
  maxThreads: number,
): Promise<Network> {
  const session: InferenceSession = await runtime.InferenceSession.create(model, {
    executionProviders: [backend],
    // More than the basic ones take a quarter longer here and make wasm no faster.
    graphOptimizationLevel: backend === 'wasm' ? 'basic' : 'all',
    // folds the int8 weights' DequantizeLinear when the session is made, instead of looking for integer kernels
    extra: { session: { disable_quant_qdq: '1' } },
  })
  const shape = [1, 3, input.size, input.size]
  return {
    backend,
    threads: threadsFor(backend, maxThreads),
    async run(rgb) {
      const results = await session.run({
        [input.name]: new runtime.Tensor('float32', toTensor(rgb, input), shape),
      })
      const read = async (name: string): Promise<Float32Array<ArrayBuffer>> => {
        const output: Tensor | undefined = results[name]
        if (!output) throw new Error(`the graph has no output ${name}`)
        const data = await output.getData()
        if (!(data instanceof Float32Array) || data.length % classes !== 0) {
          throw new Error(`the output ${name} is not floats for ${classes} classes`)
        }
        return Float32Array.from(data)
      }
      return { logits: await read(outputs.logits), maps: await read(outputs.maps) }
    },
    release: () => session.release(),
  }
}

/**
 * Starts our own engine.
 * @param model the int8 file, verified
 * @throws EngineRefused when it can't run this model or this browser lacks what it needs
 */
export async function startEngine(
  model: Uint8Array,
  { input }: Manifest,
  maxThreads: number,
  simd?: Simd,
): Promise<Network> {
  const { createEngine } = await import('../../engine/index.ts')
  const engine = await createEngine(model, input, {
    threads: maxThreads,
    startWorker: (script, name) => new Worker(ownScript(script), { type: 'module', name }),
    ...(simd ? { build: simd } : {}),
  })
  return {
    backend: 'engine',
    threads: engine.threads,
    async run(rgb, signal) {
      const { logits, maps } = await engine.run(rgb, { want: { maps: true }, ...(signal ? { signal } : {}) })
      if (!maps) throw new Error('the engine gave no maps')
      return { logits, maps }
    },
    release: () => engine.release(),
  }
}
