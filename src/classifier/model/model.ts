import type { Manifest, MissingModel, ModelVariant } from '../../../model/manifest.ts'
import { ClassifierError } from '../errors.ts'
import type { BackendName, BackendNote, ModelState } from '../types.ts'
import { chooseBackends } from './backends.ts'
import { checkInput } from './check-input.ts'
import { downloadFile, fetchOk } from './download.ts'
import { ManifestError, parseManifest } from './manifest.ts'
import { type Network, startNetwork } from './network.ts'
import { selfTestFault } from './self-test.ts'

export interface LoadOptions {
  /** Of `manifest.json`; its files lie beside it. */
  modelUrl: URL
  /** A backend chosen by hand. */
  backend?: BackendName
  maxThreads: number
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

/** Tries the candidates in turn; the first that starts and passes the self-test serves. */
async function startFirst(
  candidates: BackendName[],
  fetchModel: (backend: BackendName) => Promise<{ variant: ModelVariant; bytes: Uint8Array }>,
  manifest: Manifest,
  maxThreads: number,
  notes: BackendNote[],
): Promise<{ network: Network; variant: ModelVariant }> {
  for (const backend of candidates) {
    const { variant, bytes } = await fetchModel(backend)
    let network: Network | undefined
    try {
      network = await startNetwork(backend, bytes, manifest, maxThreads)
      // It also warms the network up: the first run is slower, and it should not be a person's photo.
      const fault = selfTestFault(await network.logits(checkInput('gradient')), manifest.selfTest.logits)
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

/**
 * Fetches and verifies the model, starts it on the best backend that passes the self-test.
 * @param except backends that have failed since, with the reason: not tried again
 * @throws ClassifierError
 */
export async function loadModel(
  { modelUrl, backend: forced, maxThreads }: LoadOptions,
  onState: (state: ModelState) => void,
  except: BackendNote[] = [],
): Promise<LoadedModel> {
  onState({ status: 'downloading', loaded: 0, total: 0 })
  const choosing = chooseBackends(forced)
  const manifest = await fetchManifest(modelUrl)
  const choice = await choosing
  const failed = new Set(except.map(({ backend }) => backend))
  const candidates = choice.candidates.filter((name) => !failed.has(name))
  const notes = [...choice.notes, ...except]

  const labels: unknown = JSON.parse(new TextDecoder().decode(await downloadFile(manifest.labels, modelUrl)))
  const downloads = new Map<string, Promise<Uint8Array>>()
  const fetchModel = async (backend: BackendName) => {
    const variant = manifest.variants.find(({ backends }) => backends.includes(backend))
    if (!variant) throw new ClassifierError('model-corrupt', `manifest: no variant serves ${backend}`)
    const total = manifest.labels.bytes + variant.file.bytes
    // Backends share a variant: the second does not download it again.
    let download = downloads.get(variant.file.path)
    if (!download) {
      download = downloadFile(variant.file, modelUrl, (loaded) =>
        onState({ status: 'downloading', loaded: manifest.labels.bytes + loaded, total }),
      )
      downloads.set(variant.file.path, download)
    }
    const bytes = await download
    onState({ status: 'starting' })
    return { variant, bytes }
  }
  return {
    manifest,
    labels,
    notes,
    ...(await startFirst(candidates, fetchModel, manifest, maxThreads, notes)),
  }
}
