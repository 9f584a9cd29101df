import webgpuModule from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'
import webgpuBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'
import wasmModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url'
import wasmBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'
import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm'
import type { Manifest, ModelFile } from '../../../model/manifest.ts'
import type { BackendName } from '../types.ts'
import { toTensor } from './normalize.ts'

export interface NetworkOutputs {
  /** `[classes]`, before softmax. */
  logits: Float32Array
  /** `[classes, side, side]`: class activation maps without the bias. */
  maps: Float32Array
}

/** A network that is ready to answer. Calls of `run` must not overlap: the runtime can't run two at once. */
export interface Network {
  backend: BackendName
  threads: number
  /** @param rgb the crop, `[size, size, 3]` */
  run(rgb: Uint8Array): Promise<NetworkOutputs>
  release(): Promise<void>
}

/** Put in by the build (`vite.config.ts`). */
declare const __RUNTIMES__: Record<BackendName, { bytes: number; sha256: string }>

type Runtime = typeof import('onnxruntime-web/wasm')

/** Absolute: the bundler's addresses are relative to this file, others resolve them elsewhere. */
const absolute = (url: string): string => new URL(url, import.meta.url).href

/** The runtime's binary, in the form of a model's file: fetched, verified and kept the same way. */
export function runtimeFile(backend: BackendName): ModelFile {
  const file = __RUNTIMES__[backend]
  return { ...file, parts: [{ ...file, path: absolute(backend === 'webgpu' ? webgpuBinary : wasmBinary) }] }
}

/** One runtime per backend: the plain one is half the size, and only the other knows WebGPU. */
async function loadRuntime(backend: BackendName, binary: Uint8Array, threads: number): Promise<Runtime> {
  const webgpu = backend === 'webgpu'
  const runtime: Runtime = webgpu
    ? await import('onnxruntime-web/webgpu')
    : await import('onnxruntime-web/wasm')
  runtime.env.wasm.wasmPaths = { mjs: absolute(webgpu ? webgpuModule : wasmModule) }
  runtime.env.wasm.wasmBinary = binary
  runtime.env.wasm.numThreads = threads
  runtime.env.logLevel = 'error'
  return runtime
}

/** Bytes, verified. */
export interface NetworkFiles {
  /** ONNX. */
  model: Uint8Array
  /** What {@link runtimeFile} names. */
  runtime: Uint8Array
}

/**
 * Starts the runtime and makes a session.
 * @throws Error from the runtime when the backend can't run here
 */
export async function startNetwork(
  backend: BackendName,
  { model, runtime: binary }: NetworkFiles,
  { input, outputs, classes }: Manifest,
  maxThreads: number,
): Promise<Network> {
  // With WebGPU the CPU only feeds the GPU.
  const threads = backend === 'wasm' ? maxThreads : 1
  const runtime = await loadRuntime(backend, binary, threads)
  const session: InferenceSession = await runtime.InferenceSession.create(model, {
    executionProviders: [backend],
    graphOptimizationLevel: 'all',
  })
  const shape = [1, 3, input.size, input.size]
  return {
    backend,
    threads,
    async run(rgb) {
      const results = await session.run({
        [input.name]: new runtime.Tensor('float32', toTensor(rgb, input), shape),
      })
      const read = async (name: string): Promise<Float32Array> => {
        const output: Tensor | undefined = results[name]
        if (!output) throw new Error(`the graph has no output ${name}`)
        const data = await output.getData()
        if (!(data instanceof Float32Array) || data.length % classes !== 0) {
          throw new Error(`the output ${name} is not floats for ${classes} classes`)
        }
        return data.slice()
      }
      return { logits: await read(outputs.logits), maps: await read(outputs.maps) }
    },
    release: () => session.release(),
  }
}
