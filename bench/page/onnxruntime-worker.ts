import module from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url'
import binary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'
import * as ort from 'onnxruntime-web/wasm'
import { toTensor } from '../../src/classifier/backends/normalize.ts'
import { IMAGENET } from '../../src/network/imagenet.ts'
import { serve } from './serve.ts'

serve(async (start) => {
  if (start.kind !== 'onnxruntime') throw new Error(`not for this worker: ${start.kind}`)
  ort.env.wasm.wasmPaths = {
    mjs: new URL(module, import.meta.url).href,
    wasm: new URL(binary, import.meta.url).href,
  }
  ort.env.wasm.numThreads = start.threads
  const model = new Uint8Array(await (await fetch(start.model)).arrayBuffer())
  const { optimization } = start
  const make = () =>
    ort.InferenceSession.create(model, {
      executionProviders: ['wasm'],
      graphOptimizationLevel: optimization,
      // as the classifier makes its sessions; the plain file has no node that this concerns
      extra: { session: { disable_quant_qdq: '1' } },
    })
  const session = await make()
  return {
    threads: start.threads,
    async run(rgb) {
      const input = new ort.Tensor('float32', toTensor(rgb, IMAGENET), [1, 3, IMAGENET.size, IMAGENET.size])
      const { logits } = await session.run({ input }, ['logits'])
      if (!(logits?.data instanceof Float32Array)) throw new Error('no logits')
      return logits.data
    },
    async create() {
      const begin = performance.now()
      const another = await make()
      const milliseconds = performance.now() - begin
      await another.release()
      return milliseconds
    },
  }
})
