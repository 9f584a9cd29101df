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
  /** Bytes of a body that went to the network: always 0, since only GET requests are sent. */
  sent: 0
}

/** Page to service worker. Answers come through `ports[0]`. */
export type ToServiceWorker =
  /** Take over from the older version. */
  | { type: 'activate' }
  /** Is all of the app's shell stored? Answered with {@link ShellState}. */
  | { type: 'shell' }
  /** Requests so far, answered with `LoggedRequest[]`. */
  | { type: 'log' }
  /** The file that was shared to the app, answered with `File | undefined`, once. */
  | { type: 'shared' }
  /** The page has loaded: what older versions left may go, if no other page may still need it. */
  | { type: 'clean' }

export interface ShellState {
  stored: number
  expected: number
  bytes: number
}

/** Service worker to page, with a port for the answer. */
export interface PredictRequest {
  type: 'predict'
  file: Blob
  topK: number
}

export type PredictAnswer =
  | { ok: true; predictions: { classId: string; className: string; probability: number }[] }
  | { ok: false; code: string; message: string }
