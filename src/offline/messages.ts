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

/** Page to service worker. Answers come through `ports[0]`. */
export type ToServiceWorker =
  /** Take over from the older version. */
  | { type: 'activate' }
  /** Is all of the app's shell stored? Answered with {@link ShellState}. */
  | { type: 'shell' }
  /** Which version serves? Answered with its name, see `versionName`. */
  | { type: 'version' }
  /** Requests so far, answered with `LoggedRequest[]`. */
  | { type: 'log' }
  /** The file that was shared to the app, answered with `File | undefined`, once. */
  | { type: 'shared' }
  /** The page has loaded: what is missing is stored, and what only older versions needed may go. */
  | { type: 'loaded' }

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
