/** onnxruntime-web, on WebAssembly or WebGPU. */
import webgpuModule from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'
import webgpuBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'
import wasmModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url'
import wasmBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'
import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm'
import type { ModelFile } from '../../network/manifest.ts'
import type { BackendName } from '../types.ts'
import type { BackendStarter, PreparedBackend } from './backend.ts'
import { toTensor } from './normalize.ts'
import { webgpuObstacle } from './webgpu.ts'

/** Those that onnxruntime-web runs. */
type RuntimeName = Exclude<BackendName, 'engine'>

/** Put in by the build (`vite.config.ts`). */
declare const __RUNTIMES__: Record<RuntimeName, { bytes: number; sha256: string }>

type Runtime = typeof import('onnxruntime-web/wasm')

/** Absolute: the bundler's addresses are relative to this file, others resolve them elsewhere. */
const absolute = (url: string): string => new URL(url, import.meta.url).href

const BINARIES: Record<RuntimeName, string> = { wasm: wasmBinary, webgpu: webgpuBinary }
const MODULES: Record<RuntimeName, string> = { wasm: wasmModule, webgpu: webgpuModule }

/** The runtime's binary, in the form of a model's file: fetched, verified and kept the same way. */
function runtimeFile(name: RuntimeName): ModelFile {
  const file = __RUNTIMES__[name]
  return { ...file, parts: [{ ...file, path: absolute(BINARIES[name]) }] }
}

/** An ONNX file with one node, `y = -x` of one number: what it takes to make a runtime compile itself. */
const SMALLEST_MODEL = 'CAg6MgoLCgF4EgF5IgNOZWcSAWdaDwoBeBIKCggIARIECgIIAWIPCgF5EgoKCAgBEgQKAggBQgQKABAR'

/** Two entries of the package: the plain one is half the size, and only the other knows WebGPU. */
function importRuntime(name: RuntimeName): Promise<Runtime> {
  return name === 'webgpu' ? import('onnxruntime-web/webgpu') : import('onnxruntime-web/wasm')
}

/** Compiles a runtime and starts its threads. */
async function startRuntime(name: RuntimeName, binary: Uint8Array, threads: number): Promise<Runtime> {
  const runtime = await importRuntime(name)
  runtime.env.wasm.wasmPaths = { mjs: absolute(MODULES[name]) }
  runtime.env.wasm.wasmBinary = binary
  runtime.env.wasm.numThreads = threads
  runtime.env.logLevel = 'error'
  const smallest = Uint8Array.from(atob(SMALLEST_MODEL), (character) => character.charCodeAt(0))
  const session = await runtime.InferenceSession.create(smallest, { executionProviders: [name] })
  await session.release()
  return runtime
}

/** @throws Error when the graph has no such output, or another type or size */
async function readOutput(
  results: InferenceSession.ReturnType,
  name: string,
  classes?: number,
): Promise<Float32Array<ArrayBuffer>> {
  const output: Tensor | undefined = results[name]
  if (!output) throw new Error(`the graph has no output ${name}`)
  const data = await output.getData()
  if (!(data instanceof Float32Array) || (classes !== undefined && data.length % classes !== 0)) {
    throw new Error(`the output ${name} is not floats${classes ? ` for ${classes} classes` : ''}`)
  }
  return Float32Array.from(data)
}

function prepared(name: RuntimeName, runtime: Runtime, threads: number): PreparedBackend {
  return {
    async start(model, { input, outputs, classes }) {
      const session: InferenceSession = await runtime.InferenceSession.create(model, {
        executionProviders: [name],
        // More than the basic ones take a quarter longer here and make wasm no faster.
        graphOptimizationLevel: name === 'wasm' ? 'basic' : 'all',
        // folds the int8 weights' DequantizeLinear when the session is made, instead of looking for integer kernels
        extra: { session: { disable_quant_qdq: '1' } },
      })
      const shape = [1, 3, input.size, input.size]
      return {
        name,
        threads,
        async run(rgb, want) {
          const tensor = new runtime.Tensor('float32', toTensor(rgb, input), shape)
          const wanted = [
            outputs.logits,
            ...(want.maps ? [outputs.maps] : []),
            ...(want.features ? [outputs.features] : []),
          ]
          const results = await session.run({ [input.name]: tensor }, wanted)
          return {
            logits: await readOutput(results, outputs.logits, classes),
            ...(want.maps ? { maps: await readOutput(results, outputs.maps, classes) } : {}),
            ...(want.features ? { features: await readOutput(results, outputs.features) } : {}),
          }
        },
        release: () => session.release(),
      }
    },
    release: async () => {}, // a runtime's memory goes with its worker
  }
}

export function runtimeStarter(name: RuntimeName, maxThreads: number): BackendStarter {
  // With WebGPU the CPU only feeds the GPU.
  const threads = name === 'webgpu' ? 1 : maxThreads
  return {
    runtime: runtimeFile(name),
    obstacle: async () => (name === 'webgpu' ? webgpuObstacle() : undefined),
    async prepare(binary) {
      if (!binary) throw new Error(`${name} was started without its runtime`)
      return prepared(name, await startRuntime(name, binary, threads), threads)
    },
  }
}
