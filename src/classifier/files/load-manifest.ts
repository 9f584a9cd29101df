import { IMAGENET } from '../../network/imagenet.ts'
import type { Manifest, MissingModel } from '../../network/manifest.ts'
import { ClassifierError } from '../errors.ts'
import { fetchOk } from './fetch-ok.ts'
import { ManifestError, parseManifest } from './parse-manifest.ts'
import { sha256 } from './sha256.ts'

/** The first digits of its hash, in a manifest's name. */
const NAME = /\/manifest-([0-9a-f]{16})\.json$/

/**
 * The manifest, which its address promises by a hash: a page never reads that of another version.
 * @throws ClassifierError `network`, `page-outdated` or `model-corrupt`
 */
export async function loadManifest(url: URL): Promise<Manifest> {
  const promised = NAME.exec(url.pathname)?.[1]
  if (promised === undefined) {
    throw new ClassifierError('internal', `${url.pathname} is not named by the manifest's hash.`)
  }
  const bytes = new Uint8Array(await (await fetchOk(url)).arrayBuffer())
  const found = await sha256(bytes)
  if (!found.startsWith(promised)) {
    throw new ClassifierError('model-corrupt', `${url.pathname} has the SHA-256 ${found}.`)
  }
  const manifest = readManifest(bytes)
  const { size, resize } = manifest.input
  if (size !== IMAGENET.size || resize !== IMAGENET.resize) {
    throw new ClassifierError('model-corrupt', 'The model asks for another crop than this page makes.')
  }
  return manifest
}

function readManifest(bytes: Uint8Array): Manifest {
  try {
    return parseManifest(JSON.parse(new TextDecoder().decode(bytes)))
  } catch (error) {
    if (error instanceof ManifestError || error instanceof SyntaxError) {
      throw new ClassifierError('model-corrupt', error.message, { cause: error })
    }
    throw error
  }
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

/** What the build left in place of a model: why there is none. */
export async function loadMissing(folder: URL): Promise<MissingModel | undefined> {
  try {
    const json: unknown = await (await fetchOk(new URL('missing.json', folder))).json()
    return isMissingModel(json) ? json : undefined
  } catch {
    return undefined // the words are an extra; without them the page has its own
  }
}
