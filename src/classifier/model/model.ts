import type { Manifest, MissingModel, ModelVariant } from '../../../model/manifest.ts'
import { ClassifierError } from '../errors.ts'
import type { BackendName, BackendNote, ModelState } from '../types.ts'
import { chooseBackends } from './backends.ts'
import { checkPicture } from './check-input.ts'
import { fetchOk } from './fetch-ok.ts'
import { createFileStore } from './file-store.ts'
import { ManifestError, parseManifest } from './manifest.ts'
import { type Network, type NetworkFiles, runtimeFile, startNetwork } from './network.ts'
import { selfTestFault } from './self-test.ts'
import { unpack } from './unpack.ts'

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
  /** Keras' class index, not yet looked at. */
  labels: unknown
  variant: ModelVariant
  network: Network
  notes: BackendNote[]
  /** Why the files could not be kept. */
  notKept: string | undefined
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

/** The variant that a backend runs: the exact one only where it is asked for, or where there is no other. */
function variantFor({ variants }: Manifest, backend: BackendName, exact: boolean): ModelVariant | undefined {
  const served = variants.filter(({ backends }) => backends.includes(backend))
  return served.find((variant) => Boolean(variant.exact) === exact) ?? served[0]
}

/** Tries the candidates in turn; the first that starts and passes the self-test serves. */
async function startFirst(
  candidates: BackendName[],
  fetchFiles: (backend: BackendName) => Promise<{ variant: ModelVariant; files: NetworkFiles }>,
  manifest: Manifest,
  maxThreads: number,
  notes: BackendNote[],
): Promise<{ network: Network; variant: ModelVariant }> {
  for (const backend of candidates) {
    const { variant, files } = await fetchFiles(backend)
    let network: Network | undefined
    try {
      network = await startNetwork(backend, files, manifest, maxThreads)
      // It also warms the network up: the first run is slower, and it should not be a person's photo.
      const { logits } = await network.run(checkPicture('gradient'))
      const fault = selfTestFault(logits, variant.selfTest.logits)
      if (fault === undefined) return { network, variant }
      notes.push({ backend, reason: fault })
    } catch (error) {
      notes.push({ backend, reason: error instanceof Error ? error.message : String(error) })
    }
    await network?.release().catch(() => {}) // it has failed already; what it says at its end changes nothing
  }
  throw new ClassifierError(
    'inference-failed',
    notes.map(({ backend, reason }) => `${backend}: ${reason}`).join('; '),
  )
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

/**
 * Fetches and verifies the model, starts it on the best backend that passes the self-test.
 * @param except backends that have failed since, with the reason: not tried again
 * @throws ClassifierError, {@link Paused}, or the signal's reason
 */
export async function loadModel(
  { modelUrl, backend: forced, exact, maxThreads, metered }: LoadOptions,
  onState: (state: ModelState) => void,
  signal: AbortSignal,
  except: BackendNote[] = [],
): Promise<LoadedModel> {
  onState({ status: 'downloading', loaded: 0, total: 0 })
  const choosing = chooseBackends(forced)
  const manifest = await fetchManifest(modelUrl)
  const choice = await choosing
  const failed = new Set(except.map(({ backend }) => backend))
  const candidates = choice.candidates.filter((name) => !failed.has(name))
  const notes = [...choice.notes, ...except]
  const store = createFileStore()
  let labels: unknown

  const fetchFiles = async (backend: BackendName) => {
    const variant = variantFor(manifest, backend, exact)
    if (!variant) throw new ClassifierError('model-corrupt', `manifest: no variant serves ${backend}`)
    const needed = { labels: manifest.labels, model: variant.file, runtime: runtimeFile(backend) }
    const total = needed.labels.bytes + needed.model.bytes + needed.runtime.bytes
    if (metered) {
      const here = await Promise.all(Object.values(needed).map((file) => store.storedBytes(file, modelUrl)))
      if (here.reduce((a, b) => a + b, 0) < total) throw new Paused('metered', total)
    }
    const progress = sumProgress(total, onState)
    const [classIndex, stored, runtime] = await together(signal, (shared) => {
      const load = (name: keyof typeof needed) => store.load(needed[name], modelUrl, progress(name), shared)
      return [load('labels'), load('model'), load('runtime')]
    })
    labels = JSON.parse(new TextDecoder().decode(classIndex))
    onState({ status: 'starting' })
    const model = await unpack(stored, variant.file)
    return { variant, files: { model, runtime } }
  }

  const started = await startFirst(candidates, fetchFiles, manifest, maxThreads, notes)
  // This version works: what older ones left is no longer needed. Other variants and runtimes stay if they are there.
  const current = [
    manifest.labels,
    ...manifest.variants.map(({ file }) => file),
    runtimeFile('wasm'),
    runtimeFile('webgpu'),
  ]
  await store.keepOnly(current.map((file) => ({ file, folder: modelUrl })))
  return { manifest, labels, notes, notKept: store.obstacle, ...started }
}
