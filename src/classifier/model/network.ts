import webgpuModule from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'
import webgpuBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'
import wasmModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url'
import wasmBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'
import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm'
import type { Manifest } from '../../../model/manifest.ts'
import type { BackendName } from '../types.ts'

/** A network that is ready to answer. Calls of `logits` must not overlap: the runtime can't run two at once. */
export interface Network {
  backend: BackendName
  threads: number
  /** @param tensor `[1, 3, size, size]`, normalised; @returns `[classes]`, before softmax */
  logits(tensor: Float32Array): Promise<Float32Array>
  release(): Promise<void>
}

type Runtime = typeof import('onnxruntime-web/wasm')

/** One runtime per backend: the plain one is half the size, and only the other knows WebGPU. */
async function loadRuntime(backend: BackendName, threads: number): Promise<Runtime> {
  const webgpu = backend === 'webgpu'
  const runtime: Runtime = webgpu
    ? await import('onnxruntime-web/webgpu')
    : await import('onnxruntime-web/wasm')
  // Absolute: the runtime resolves relative ones against its own chunk.
  runtime.env.wasm.wasmPaths = {
    mjs: new URL(webgpu ? webgpuModule : wasmModule, import.meta.url).href,
    wasm: new URL(webgpu ? webgpuBinary : wasmBinary, import.meta.url).href,
  }
  runtime.env.wasm.numThreads = threads
  runtime.env.logLevel = 'error'
  return runtime
}

/**
 * Starts the runtime and makes a session.
 * @param model the ONNX file's bytes
 * @throws Error from the runtime when the backend can't run here
 */
export async function startNetwork(
  backend: BackendName,
  model: Uint8Array,
  { input, outputs, classes }: Manifest,
  maxThreads: number,
): Promise<Network> {
  // With WebGPU the CPU only feeds the GPU.
  const threads = backend === 'wasm' ? maxThreads : 1
  const runtime = await loadRuntime(backend, threads)
  const session: InferenceSession = await runtime.InferenceSession.create(model, {
    executionProviders: [backend],
    graphOptimizationLevel: 'all',
  })
  const shape = [1, 3, input.size, input.size]
  return {
    backend,
    threads,
    async logits(tensor) {
      const results = await session.run({ [input.name]: new runtime.Tensor('float32', tensor, shape) })
      const output: Tensor | undefined = results[outputs.logits]
      if (!output) throw new Error(`the graph has no output ${outputs.logits}`)
      const data = await output.getData()
      if (!(data instanceof Float32Array) || data.length !== classes) {
        throw new Error(`the output ${outputs.logits} is not ${classes} floats`)
      }
      return data.slice()
    },
    release: () => session.release(),
  }
}
