/** What this browser has of what the classifier needs. */
import type { WorkerPolicy } from './bound-worker.ts'
import { ClassifierError } from './errors.ts'

/** More threads than this gain little for a network of this size, and each costs memory. */
const MAX_THREADS = 4

/** Whether a person has asked for little traffic; only Chromium tells. */
export function savesData(): boolean {
  const connection: unknown = Reflect.get(navigator, 'connection')
  return typeof connection === 'object' && connection !== null && Reflect.get(connection, 'saveData') === true
}

/**
 * Threads that wasm may use. They need cross-origin isolation and shared memory, which WebKitGTK does not have even
 * where it is isolated; iOS runs out of memory with them (onnxruntime #11679).
 */
export function threadLimit(policy: WorkerPolicy): number {
  // A thread of an inheriting worker would be loaded by its address, and escape the policy.
  if (!globalThis.crossOriginIsolated || policy === 'inherited') return 1
  if (typeof SharedArrayBuffer === 'undefined') return 1
  const ios =
    /iPhone|iPad|iPod/.test(navigator.userAgent) ||
    (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
  return ios ? 1 : Math.min(navigator.hardwareConcurrency || 1, MAX_THREADS)
}

/** What the browser lacks, in a form for a person, or `undefined` when all is there. */
export function browserObstacle(): ClassifierError | undefined {
  if (typeof WebAssembly !== 'object')
    return new ClassifierError('no-webassembly', 'This browser has no WebAssembly, or it is switched off.')
  if (
    typeof Worker !== 'function' ||
    typeof OffscreenCanvas !== 'function' ||
    typeof createImageBitmap !== 'function'
  ) {
    return new ClassifierError(
      'unsupported-browser',
      'This browser has no canvas in workers (OffscreenCanvas).',
    )
  }
  if (!globalThis.isSecureContext) {
    return new ClassifierError('unsupported-browser', 'The model can only be verified on https or localhost.')
  }
  return undefined
}
