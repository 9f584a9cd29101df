import { densenet } from './densenet121.ts'
import type { Tensors } from './keras-weights.ts'
import type { Backend } from './manifest.ts'
import { float16Storage } from './onnx-graph.ts'

/** One way to store the network, and who runs it. The page takes the first that its backend can run. */
export interface Variant {
  id: string
  backends: Backend[]
  build: (tensors: Tensors) => Uint8Array
}

/** All that the build makes. */
export const VARIANTS: Variant[] = [
  { id: 'fp16', backends: ['webgpu', 'wasm'], build: (tensors) => densenet(tensors, float16Storage) },
]
