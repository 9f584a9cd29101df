import { checkPicture } from '../network/check-picture.ts'
import type { Manifest, MissingModel, ModelFile, ModelVariant } from '../network/manifest.ts'
import { chooseBackends } from './backends/backends.ts'
import { recall, remember } from './backends/choice.ts'
import type { Simd } from './backends/network.ts'
import {
  type Network,
  type Runtime,
  type RuntimeName,
  runtimeFile,
  startEngine,
  startOnRuntime,
  startRuntime,
} from './backends/network.ts'
import { ENGINE_TOLERANCE, RUNTIME_TOLERANCE, selfTestFault } from './backends/self-test.ts'
import { warmTimes } from './backends/warm-times.ts'
import { ClassifierError } from './errors.ts'
import { fetchOk } from './files/fetch-ok.ts'
import { createFileStore } from './files/file-store.ts'
import { ManifestError, parseManifest } from './files/parse-manifest.ts'
import { unpack } from './files/unpack.ts'
import type { BackendName, BackendNote, ModelState } from './types.ts'

export interface LoadOptions {
  /** Of `manifest.json`; its files lie beside it. */
  modelUrl: URL
  /** A backend chosen by hand. */
  backend?: BackendName
  /** Whether the exact variant is wanted. */
  exact: boolean
  maxThreads: number
  /** Ask before a big download: `loadModel` throws {@link Paused} where one is needed. */
  metered: boolean
  /** Forces the engine's kernels, for tests. */
  simd?: Simd
}

/** The download waits for a person. */
export class Paused extends Error {
  override name = 'Paused'

  constructor(
    readonly reason: 'person' | 'metered',
    readonly total = 0,
  ) {
    super(`paused: ${reason}`)
  }
}

/** The model's words for a missing model, as the build left them beside the manifest. */
export class MissingModelError extends ClassifierError {
  constructor(readonly missing: MissingModel | undefined) {
    super('model-missing', 'The model is not there.')
  }
}

export interface LoadedModel {
  manifest: Manifest
  /** The table of similar classes, not yet looked at. */
  similar: unknown
  variant: ModelVariant
  network: Network
  notes: BackendNote[]
  /** Why the files could not be kept. */
  notKept: string | undefined
  /**
   * Fetches a backend that may be faster, tests it and measures both; what is found is remembered. Photos can be
   * answered meanwhile, but for the `exclusive` runs.
   * @returns the other one, where it is the faster
   */
  compare?: (exclusive: Exclusive) => Promise<LoadedModel | undefined>
}

function isMissingModel(json: unknown): json is MissingModel {
  return (
    typeof json === 'object' &&
    json !== null &&
    'tried' in json &&
    Array.isArray(json.tried) &&
    'remedy' in json &&
    Array.isArray(json.remedy)
  )
}

async function fetchMissing(modelUrl: URL): Promise<MissingModel | undefined> {
  try {
    const json: unknown = await (await fetchOk(new URL('missing.json', modelUrl))).json()
    return isMissingModel(json) ? json : undefined
  } catch {
    return undefined // the words are an extra; without them the page has its own
  }
}

async function fetchManifest(modelUrl: URL): Promise<Manifest> {
  try {
    return parseManifest(await (await fetchOk(modelUrl)).json())
  } catch (error) {
    if (error instanceof ClassifierError && error.code === 'model-missing') {
      throw new MissingModelError(await fetchMissing(modelUrl))
    }
    if (error instanceof ManifestError || error instanceof SyntaxError) {
      throw new ClassifierError('model-corrupt', error.message, { cause: error })
    }
    throw error
  }
}

/** The variant that a backend runs: the exact one where that is asked for, else a small one if there is one. */
function variantFor({ variants }: Manifest, backend: BackendName, exact: boolean): ModelVariant | undefined {
  const served = variants.filter(({ backends }) => backends.includes(backend))
  const wanted = served.find((variant) => Boolean(variant.exact) === exact)
  return wanted ?? (exact ? undefined : served[0])
}

/** Adds up the progress of files that come at the same time. */
function sumProgress(
  total: number,
  onState: (state: ModelState) => void,
): (name: string) => (loaded: number) => void {
  const loaded = new Map<string, number>()
  return (name) => (bytes) => {
    loaded.set(name, bytes)
    const sum = [...loaded.values()].reduce((a, b) => a + b, 0)
    onState({ status: 'downloading', loaded: sum, total })
  }
}

/**
 * Gives several downloads a signal of their own: when one fails, the others end before the error goes on, so that no
 * late progress takes its place and nothing is written later.
 */
async function together<T extends readonly Promise<unknown>[] | []>(
  signal: AbortSignal,
  start: (shared: AbortSignal) => T,
) {
  const controller = new AbortController()
  const abort = () => controller.abort(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  const downloads = start(controller.signal)
  try {
    return await Promise.all(downloads)
  } catch (error) {
    controller.abort(error)
    await Promise.allSettled(downloads)
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** A runtime that is compiling while the model is on its way. */
interface Compiling {
  name: RuntimeName
  runtime: Promise<() => Runtime>
}

/**
 * Fetches and verifies the model, starts it on the first backend that passes the self-test.
 * @param except backends that have failed since, with the reason: not tried again
 * @throws ClassifierError, {@link Paused}, or the signal's reason
 */
export async function loadModel(
  { modelUrl, backend: forced, exact, maxThreads, metered, simd }: LoadOptions,
  onState: (state: ModelState) => void,
  signal: AbortSignal,
  except: BackendNote[] = [],
): Promise<LoadedModel> {
  onState({ status: 'downloading', loaded: 0, total: 0 })
  const manifest = await fetchManifest(modelUrl)
  const digest = manifest.weights.digest + (exact ? '-exact' : '')
  const remembered = await recall(modelUrl, digest)
  const choice = await chooseBackends({ forced, remembered: remembered?.backend })
  const failed = new Set(except.map(({ backend }) => backend))
  const serves = (name: BackendName) => variantFor(manifest, name, exact) !== undefined && !failed.has(name)
  const candidates = choice.candidates.filter(serves)
  const notes = [...choice.notes, ...except]
  const store = createFileStore()
  let similar: unknown

  /** Fetches what a backend needs and makes a network of it; a runtime compiles while the model still comes. */
  const start = async (
    backend: BackendName,
    variant: ModelVariant,
    tell: (state: ModelState) => void,
    shared: AbortSignal,
  ): Promise<Network> => {
    const runtimeName = backend === 'engine' ? undefined : backend
    const needed = {
      similar: manifest.similar,
      model: variant.file,
      ...(runtimeName ? { runtime: runtimeFile(runtimeName) } : {}),
    }
    const total = Object.values(needed).reduce((sum, { bytes }) => sum + bytes, 0)
    if (metered) {
      const here = await Promise.all(Object.values(needed).map((file) => store.storedBytes(file, modelUrl)))
      if (here.reduce((a, b) => a + b, 0) < total) throw new Paused('metered', total)
    }
    const progress = sumProgress(total, tell)
    const [table, stored, compiling] = await together(shared, (ended) => {
      const load = (name: 'similar' | 'model' | 'runtime', file: ModelFile) =>
        store.load(file, modelUrl, progress(name), ended)
      const compile = async (): Promise<Compiling | undefined> => {
        if (!runtimeName || !needed.runtime) return undefined
        const binary = await load('runtime', needed.runtime)
        return { name: runtimeName, runtime: settle(startRuntime(runtimeName, binary, maxThreads)) }
      }
      return [load('similar', needed.similar), load('model', needed.model), compile()]
    })
    similar = JSON.parse(new TextDecoder().decode(table))
    tell({ status: 'starting' })
    const model = await unpack(stored, variant.file)
    if (!compiling) return startEngine(model, manifest, maxThreads, simd)
    const runtime = (await compiling.runtime)()
    return startOnRuntime(compiling.name, runtime, model, manifest, maxThreads)
  }

  /** Starts a backend and tests it. @returns why it is of no use, where it is not */
  const tryBackend = async (
    backend: BackendName,
    tell: (state: ModelState) => void,
    shared: AbortSignal,
  ): Promise<{ network: Network; variant: ModelVariant } | { reason: string }> => {
    const variant = variantFor(manifest, backend, exact)
    if (!variant) return { reason: 'no variant of the model serves it' }
    let network: Network | undefined
    try {
      network = await start(backend, variant, tell, shared)
      // It also warms the network up: the first run is slower, and it should not be a person's photo.
      const { logits } = await network.run(checkPicture('gradient'))
      const { selfTest } = variant
      const fault =
        backend === 'engine'
          ? selfTestFault(logits, selfTest.engine ?? [], ENGINE_TOLERANCE)
          : selfTestFault(logits, selfTest.logits, RUNTIME_TOLERANCE)
      if (fault === undefined) return { network, variant }
      await network.release().catch(() => {}) // it has failed already; what it says at its end changes nothing
      return { reason: fault }
    } catch (error) {
      await network?.release().catch(() => {})
      // what went wrong on the way here is no fault of the backend
      if (error instanceof ClassifierError || error instanceof Paused || shared.aborted) throw error
      return { reason: error instanceof Error ? error.message : String(error) }
    }
  }

  const startFirst = async () => {
    for (const backend of candidates) {
      const tried = await tryBackend(backend, onState, signal)
      if ('network' in tried) return tried
      notes.push({ backend, reason: tried.reason, failed: true })
    }
    throw new ClassifierError(
      'inference-failed',
      notes.map(({ backend, reason }) => `${backend}: ${reason}`).join('; '),
    )
  }

  const started = await startFirst()
  // This version works: what older ones left is no longer needed. Other variants and runtimes stay if they are there.
  const current = [
    manifest.similar,
    ...manifest.variants.map(({ file }) => file),
    runtimeFile('wasm'),
    runtimeFile('webgpu'),
  ]
  await store.keepOnly(current.map((file) => ({ file, folder: modelUrl })))
  const loaded = { manifest, similar, notes, notKept: store.obstacle, ...started }

  const { rival } = choice
  if (!rival || !serves(rival) || metered) return loaded
  const compare = async (exclusive: Exclusive): Promise<LoadedModel | undefined> => {
    const tried = await tryBackend(rival, () => {}, signal)
    if ('reason' in tried) {
      notes.push({ backend: rival, reason: tried.reason })
      return undefined
    }
    const [ours, theirs] = await exclusive(() => warmTimes(started.network, tried.network))
    const slower = theirs < ours ? started.network : tried.network
    const faster = theirs < ours ? tried : started
    notes.push({
      backend: slower.backend,
      reason: `measured here: ${Math.max(ours, theirs).toFixed(0)} ms, ${faster.network.backend} ${Math.min(ours, theirs).toFixed(0)} ms`,
    })
    const milliseconds = { [started.network.backend]: ours, [rival]: theirs }
    await remember(modelUrl, digest, { backend: faster.network.backend, milliseconds })
    if (faster === started) {
      await tried.network.release()
      return undefined
    }
    return { manifest, similar, notes, notKept: store.obstacle, ...tried }
  }
  return { ...loaded, compare }
}

/** Runs `use` while nothing else computes. */
export type Exclusive = <T>(use: () => Promise<T>) => Promise<T>

/** The promise's outcome, to be looked at later: until then a failure is nobody's unhandled rejection. */
function settle<T>(promise: Promise<T>): Promise<() => T> {
  return promise.then(
    (value) => () => value,
    (error: unknown) => () => {
      throw error
    },
  )
}
