/** A request that the service worker saw. */
export interface LoggedRequest {
  /** Of the answer, milliseconds since 1970. */
  time: number
  method: string
  /** Path and query on the own origin, or the whole URL of another. */
  url: string
  /** Of the answer's body as far as its headers tell, bytes. */
  bytes: number | undefined
  status: number
  /** Where the answer came from; a refused one never left the service worker. */
  from: 'cache' | 'network' | 'refused' | 'page'
}

/** What a page may ask the service worker, and the answer, which comes through `ports[0]`. */
export interface Answers {
  /** Is all of the app's shell stored? */
  shell: ShellState
  /** Which version serves? Its name, see `versionName`. */
  version: string
  /** The requests so far. */
  log: readonly LoggedRequest[]
  /** The files that were shared to the app, once. */
  shared: File[]
}

/** `activate`: take over from the older version. `loaded`: store what is missing, remove what only older versions needed. */
export type ToServiceWorker = { type: keyof Answers | 'activate' | 'loaded' }

export interface ShellState {
  stored: number
  expected: number
  bytes: number
}

/** Service worker to page, with a port for the answer. */
export interface PredictRequest {
  type: 'predict'
  file: Blob
  /** How many classes; without it the best one, in the tutorial's own form. */
  top: number | undefined
}

export type PredictAnswer =
  /** `body`: as the REST tutorials' servers answer. */
  { ok: true; body: unknown } | { ok: false; code: string; message: string }
