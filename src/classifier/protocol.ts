import type { ErrorCode } from './errors.ts'
import type { BackendName, Classification, ModelState } from './types.ts'

/** Page to worker. */
export type Request =
  /**
   * `backend` forces one, a software WebGPU adapter too; `maxThreads` is the page's view of the device; with `metered`
   * nothing big is downloaded before `resume`.
   */
  | { type: 'load'; modelUrl: string; backend?: BackendName; maxThreads: number; metered: boolean }
  | { type: 'pause' | 'resume' }
  | { type: 'classify'; id: number; photo: Blob; topK: number; colorSpaceConversion: 'default' | 'none' }
  | { type: 'abort'; id: number }

/** Worker to page. */
export type Response =
  | { type: 'state'; state: ModelState }
  | { type: 'crop'; id: number; crop: ImageBitmap }
  | { type: 'answer'; id: number; classification: Classification }
  | { type: 'error'; id: number; code: ErrorCode; message: string }
