/** The one face that all backends have. */
import type { Manifest, ModelFile } from '../../network/manifest.ts'
import type { BackendName } from '../types.ts'

/** What to compute beside the logits. */
export interface Outputs {
  maps?: true
  features?: true
}

export interface BackendResult {
  /** `[classes]`, before softmax. */
  logits: Float32Array<ArrayBuffer>
  /** `[classes, side, side]`: class activation maps without the bias. Where wanted. */
  maps?: Float32Array<ArrayBuffer>
  /** `[1024]`, after the last ReLU and the global average pool. Where wanted. */
  features?: Float32Array<ArrayBuffer>
}

/** A network that is ready to answer. Calls of `run` must not overlap: a runtime can't run two at once. */
export interface Backend {
  readonly name: BackendName
  readonly threads: number
  /**
   * @param rgb the crop, `[size, size, 3]`
   * @param signal rejects with its reason when aborted, where the backend can stop half-way
   */
  run(rgb: Uint8Array, want: Outputs, signal?: AbortSignal): Promise<BackendResult>
  release(): Promise<void>
}

/** A backend that waits for its model. */
export interface PreparedBackend {
  /**
   * @param model verified and unpacked
   * @throws Error when the backend can't run it here
   */
  start(model: Uint8Array<ArrayBuffer>, manifest: Manifest): Promise<Backend>
  /** Where it is not started. */
  release(): Promise<void>
}

/** How to start one of the backends. */
export interface BackendStarter {
  /** What it needs beside the model, fetched, verified and kept in the same way. */
  readonly runtime: ModelFile | undefined
  /**
   * What needs no model: compiles, while the model is on its way.
   * @param runtime the bytes of `runtime`
   * @throws Error when the backend can't run here
   */
  prepare(runtime: Uint8Array<ArrayBuffer> | undefined): Promise<PreparedBackend>
  /** Why it is of no use here, as far as the browser says so. */
  obstacle(): Promise<string | undefined>
}

export type BackendStarters = Record<BackendName, BackendStarter>
