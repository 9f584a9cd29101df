/** How right the answers are and what they cost: the one place for these numbers. `model/README.md` says how they are measured. */

/** Against torchvision's float32 network, on photos with PyTorch's answers recorded. */
export interface Agreement {
  /** Photos whose best class is PyTorch's. */
  same: number
  photos: number
  /** Mean change of the best class's probability, 0 to 1. */
  change: number
}

/** A way to run the network that this page serves. */
export type Way = 'exact' | 'small' | 'engine'

export const agreements: Readonly<Record<Way, Agreement>> = {
  /** float16 weights, by WebGPU or WebAssembly. */
  exact: { same: 203, photos: 203, change: 0.0002 },
  /** int8 weights, by WebGPU or WebAssembly. */
  small: { same: 198, photos: 200, change: 0.0044 },
  /** int8 weights and 7-bit activations, by the page's own engine. */
  engine: { same: 199, photos: 200, change: 0.0087 },
}

/** Of the exact file, bytes. */
export const EXACT_DOWNLOAD = 16_450_180

/** On ImageNet's 50 000 validation photos, as torchvision publishes it for these weights: shares of right answers. */
export const imagenet = { top1: 0.744, top5: 0.92 }

/** Put in by the build, see vite.config.ts. */
declare const __RUNTIMES__: Record<'wasm' | 'webgpu', { bytes: number }>

/** Of ONNX Runtime's binary for each backend that needs one, before the host compresses it. */
export const RUNTIME_BYTES = { wasm: __RUNTIMES__.wasm.bytes, webgpu: __RUNTIMES__.webgpu.bytes }
