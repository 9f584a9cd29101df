import type { Simd } from './backends/network.ts'
import type { ErrorCode } from './errors.ts'
import type { BackendName, Classification, ModelState, Source, View, Want } from './types.ts'

/** Page to worker. */
export type Request =
  /**
   * `backend` forces one, a software WebGPU adapter too; `exact` asks for the exact variant; `maxThreads` is the page's
   * view of the device; with `metered` nothing big is downloaded before `resume`; `simd` forces the engine's kernels.
   */
  | {
      type: 'load'
      modelUrl: string
      backend?: BackendName
      exact: boolean
      maxThreads: number
      metered: boolean
      simd?: Simd
    }
  | { type: 'pause' | 'resume' | 'forget' }
  /** `keep` names the photo that is to be kept decoded. */
  | {
      type: 'classify'
      id: number
      source: Source
      want: Want
      colorSpaceConversion: 'default' | 'none'
      view: View
      keep?: string
    }
  | { type: 'abort'; id: number }

/** Worker to page. */
export type Response =
  | { type: 'state'; state: ModelState }
  | { type: 'crop'; id: number; crop: ImageBitmap; width: number; height: number }
  | { type: 'answer'; id: number; classification: Classification }
  | { type: 'error'; id: number; code: ErrorCode; message: string }
