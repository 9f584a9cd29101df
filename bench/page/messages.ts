/** One way to run the network, in a worker of its own. */
export type Start =
  /** `model` is relative to the workers' folder, below the page's. */
  | { kind: 'onnxruntime'; model: string; threads: number; optimization: 'all' | 'basic' }
  | { kind: 'engine'; model: string; threads: number; build?: 'relaxed' | 'split' | 'plain' }
  | { kind: 'tensorflow'; threads: number }
  | { kind: 'limit'; probe: 'int8' | 'float32' }

export type ToWorker =
  | { type: 'start'; start: Start }
  /** Runs once on a crop, `[224, 224, 3]`. */
  | { type: 'run'; rgb: Uint8Array }
  /** Makes a session once more, and lets it go. */
  | { type: 'create' }

export type FromWorker =
  /** `threads` are those that are really on. */
  | { type: 'started'; threads: number; note?: string }
  /** `best` is the index of the best class; `-1` where nothing is classified. */
  | { type: 'ran'; milliseconds: number; best: number }
  | { type: 'created'; milliseconds: number }
  | { type: 'failed'; message: string }
