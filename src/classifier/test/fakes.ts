/** A session's and a pipeline's collaborators, which do what a test says. */
import type { Manifest, ModelFile, ModelVariant } from '../../network/manifest.ts'
import type { Backend, BackendResult, BackendStarter, BackendStarters } from '../backends/backend.ts'
import type { RememberedBackend } from '../backends/remembered.ts'
import type { FileStore } from '../files/file-store.ts'
import type { SessionOptions, SessionParts } from '../session.ts'
import type { BackendName, ModelState } from '../types.ts'

export interface Deferred<T> {
  promise: Promise<T>
  resolve(value: T): void
  reject(error: unknown): void
}

export function deferred<T = void>(): Deferred<T> {
  let resolve: (value: T) => void = () => {}
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue
    reject = onError
  })
  return { promise, resolve, reject }
}

/** @returns once all that can go on without anybody's doing has done so */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

export const file = (name: string, bytes: number): ModelFile => ({
  bytes,
  sha256: name,
  parts: [{ path: name, bytes, sha256: name }],
})

const SELF_TEST = [1, 2]

export const SMALL: ModelVariant = {
  id: 'int8',
  file: file('int8', 6),
  backends: ['engine', 'wasm', 'webgpu'],
  selfTest: { logits: SELF_TEST, engine: SELF_TEST },
}

export const EXACT: ModelVariant = {
  id: 'fp16',
  file: file('fp16', 16),
  backends: ['wasm', 'webgpu'],
  exact: true,
  selfTest: { logits: SELF_TEST },
}

export const MANIFEST: Manifest = {
  version: 1,
  architecture: 'densenet121',
  input: { name: 'input', size: 224, resize: 255, mean: [0, 0, 0], std: [1, 1, 1] },
  outputs: { logits: 'logits', maps: 'maps', features: 'features' },
  classes: 2,
  similar: file('similar', 1),
  variants: [EXACT, SMALL],
  weights: { digest: 'digest', source: 'none', license: 'none' },
}

/** Timers whose ticks come when a test says so. */
export function fakeTimers() {
  const running = new Set<() => void>()
  return {
    every(_: number, callback: () => void) {
      running.add(callback)
      return () => running.delete(callback)
    },
    running,
    tick(times = 1) {
      for (let i = 0; i < times; i++) for (const callback of [...running]) callback()
    },
  }
}

export class FakeBackend implements Backend {
  readonly threads = 1
  released = 0
  /** Of photos, not of the self-test: the first byte of each. */
  readonly runs: number[] = []
  #running = 0

  constructor(
    readonly name: BackendName,
    readonly serial: number,
    readonly compute: (rgb: Uint8Array, signal: AbortSignal | undefined) => Promise<void>,
    readonly selfTest: () => Promise<readonly number[]>,
  ) {}

  /** Of a test's photo, one byte: logits tell the photo, maps the backend. */
  async run(rgb: Uint8Array, _: object, signal?: AbortSignal): Promise<BackendResult> {
    if (this.released > 0) throw new Error('released')
    if (this.#running > 0) throw new Error('two runs at once')
    this.#running += 1
    try {
      if (rgb.length > 1) return { logits: Float32Array.from(await this.selfTest()) }
      this.runs.push(rgb[0] ?? 0)
      await this.compute(rgb, signal)
      return { logits: Float32Array.of(rgb[0] ?? 0, 0), maps: Float32Array.of(this.serial, 0) }
    } finally {
      this.#running -= 1
    }
  }

  async release(): Promise<void> {
    this.released += 1
  }
}

/** What may go wrong, or wait. */
export interface Faults {
  /** Told before a backend is started, and may throw. */
  onStart(name: BackendName): Promise<void>
  onPrepare(name: BackendName): Promise<void>
  compute(name: BackendName, rgb: Uint8Array, signal: AbortSignal | undefined): Promise<void>
  selfTest(name: BackendName): Promise<readonly number[]>
  obstacle(name: BackendName): string | undefined
  /** A file on its way. */
  load(file: ModelFile, onProgress: (loaded: number) => void, signal: AbortSignal): Promise<void>
  manifest(): Promise<Manifest>
}

export const NO_FAULTS: Faults = {
  onStart: async () => {},
  onPrepare: async () => {},
  compute: async () => {},
  selfTest: async () => SELF_TEST,
  obstacle: (name) => (name === 'webgpu' ? 'no WebGPU' : undefined),
  load: async () => {},
  manifest: async () => MANIFEST,
}

export type FakeParts = ReturnType<typeof fakeParts>

export function fakeParts(change: Partial<Faults> = {}) {
  const faults = { ...NO_FAULTS, ...change }
  const states: ModelState[] = []
  const started: FakeBackend[] = []
  /** SHA-256 of what is stored. */
  const stored = new Set<string>()
  /** SHA-256 of what was asked for, in order. */
  const loads: string[] = []
  const kept: string[][] = []
  const stops: string[] = []
  /** Prepared and released without being started. */
  const unused: BackendName[] = []
  const recalled = new Map<string, BackendName>()
  const timers = fakeTimers()

  const starter = (name: BackendName, runtime?: ModelFile): BackendStarter => ({
    runtime,
    obstacle: async () => faults.obstacle(name),
    async prepare() {
      await faults.onPrepare(name)
      return {
        async start() {
          await faults.onStart(name)
          const backend = new FakeBackend(
            name,
            started.length,
            (rgb, signal) => faults.compute(name, rgb, signal),
            () => faults.selfTest(name),
          )
          started.push(backend)
          return backend
        },
        async release() {
          unused.push(name)
        },
      }
    },
  })

  const files: FileStore = {
    obstacle: undefined,
    async load(wanted, onProgress, signal) {
      loads.push(wanted.sha256)
      await faults.load(wanted, onProgress, signal)
      signal.throwIfAborted()
      onProgress(wanted.bytes)
      stored.add(wanted.sha256)
      return new Uint8Array(wanted.bytes)
    },
    storedBytes: async ({ sha256, bytes }) => (stored.has(sha256) ? bytes : 0),
    async keepOnly(wanted) {
      kept.push(wanted.map(({ sha256 }) => sha256))
    },
    async stop() {
      stops.push('files')
    },
  }
  const remembered: RememberedBackend = {
    recall: async (sha256) => recalled.get(sha256),
    async remember(sha256, backend) {
      recalled.set(sha256, backend)
    },
    async stop() {
      stops.push('remembered')
    },
  }
  const starters: BackendStarters = {
    engine: starter('engine'),
    wasm: starter('wasm', file('wasm-runtime', 14)),
    webgpu: starter('webgpu', file('webgpu-runtime', 27)),
  }
  return {
    ...{ states, started, stored, loads, kept, recalled, stops, unused, timers, files, remembered, starters },
    loadManifest: () => faults.manifest(),
    loadMissing: async () => ({ tried: [], remedy: ['Run npm start.'] }),
    readClasses: () => [
      { id: 'n0', name: 'zero' },
      { id: 'n1', name: 'one' },
    ],
    every: timers.every,
    onState: (state: ModelState) => void states.push(state),
  } satisfies SessionParts
}

export const OPTIONS: SessionOptions = {
  manifestUrl: 'https://example.org/site/model/manifest-0123456789abcdef.json',
  exact: false,
  metered: false,
  offersWebgpu: true,
  except: [],
}
