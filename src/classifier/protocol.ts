import type { ErrorCode } from './errors.ts'
import type {
  BackendName,
  BackendNote,
  Classification,
  Measurable,
  Measurement,
  ModelState,
  Prepared,
  Priority,
  Source,
  View,
  Want,
} from './types.ts'

/** How to load the model, once: what a worker is started with, as its name. */
export interface LoadRequest {
  type: 'load'
  /** Address of the page's folder, to which all stored names belong. */
  site: string
  /** Of the manifest; left out where the site has no model. */
  manifestUrl?: string
  /** Forces one, a software WebGPU adapter too. */
  backend?: BackendName
  /** The exact variant. */
  exact: boolean
  /** The page's view of the device. */
  maxThreads: number
  /** Nothing is downloaded before `resume`. */
  metered: boolean
  /** Backends that broke in an earlier worker: not tried again. */
  except: readonly BackendNote[]
  /** Files are used from memory, and nothing is written. */
  storesNothing: boolean
}

export interface ClassifyRequest {
  type: 'classify'
  id: number
  source: Source
  want: Want
  view: View
  priority: Priority
  colorSpaceConversion: 'default' | 'none'
  /** Names the photo that is to be kept decoded. */
  keep?: string
  /** Of the photos with the same name only the latest waits. */
  latestOf?: string
  /** Whether `prepared` is to be sent, and the crop with it. */
  announces: boolean
}

/** Requests that are answered once, with their `id`. */
export type IdentifiedRequest =
  | ClassifyRequest
  | { type: 'thumbnail'; id: number; source: Blob; side: number }
  | { type: 'measurable' | 'measure' | 'stop-storing'; id: number }
  | { type: 'adopt'; id: number; backend: BackendName }

/** Page to worker. */
export type Request =
  | LoadRequest
  | IdentifiedRequest
  /** `clean`: what older versions stored may go. `ping`: answered with `pong`. */
  | { type: 'pause' | 'resume' | 'forget' | 'clean' | 'ping' }
  | { type: 'prioritise'; id: number; priority: Priority }
  | { type: 'abort'; id: number }

/** Ends a request. */
export type Result =
  | { type: 'answer'; id: number; classification: Classification }
  | { type: 'thumbnail'; id: number; bitmap: ImageBitmap }
  | { type: 'measurable'; id: number; measurable: Measurable[] }
  | { type: 'measured'; id: number; measurements: Measurement[] }
  | { type: 'done'; id: number }
  /** A newer photo has taken its place. */
  | { type: 'replaced'; id: number }
  | { type: 'error'; id: number; code: ErrorCode; message: string }

/** Worker to page. */
export type Response =
  | { type: 'state'; state: ModelState }
  | { type: 'pong' }
  | { type: 'prepared'; id: number; prepared: Prepared }
  /** Bytes that measuring has downloaded. */
  | { type: 'progress'; id: number; loaded: number; total: number }
  | Result
