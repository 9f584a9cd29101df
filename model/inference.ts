import * as ort from 'onnxruntime-web/wasm'
import { IMAGENET } from '../src/network/imagenet.ts'
import { INPUT_NAME, OUTPUTS } from './densenet.ts'

// In Node the runtime can't start its workers.
ort.env.wasm.numThreads = 1

/** Runs inputs `[1, 3, 224, 224]` through a graph, one after another, and gives the logits of each. */
export type RunLogits = (input: Float32Array) => Promise<Float32Array>

/**
 * Opens an ONNX file in the runtime that the page uses, lets `use` run inputs through it, and closes it.
 * @throws Error of the runtime when the file is no valid graph
 */
export async function withSession<T>(onnx: Uint8Array, use: (run: RunLogits) => Promise<T>): Promise<T> {
  const session = await ort.InferenceSession.create(onnx)
  try {
    return await use(async (input) => {
      const image = new ort.Tensor('float32', input, [1, 3, IMAGENET.size, IMAGENET.size])
      const { [OUTPUTS.logits]: logits } = await session.run({ [INPUT_NAME]: image })
      if (!(logits?.data instanceof Float32Array))
        throw new Error(`the graph has no float32 output ${OUTPUTS.logits}`)
      return logits.data
    })
  } finally {
    await session.release()
  }
}
