import { stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { MissingModel } from '../src/network/manifest.ts'
import { type Digest, DownloadError, type DownloadOptions, download, fileDigest } from './download.ts'
import { readKerasWeights, type Tensors, tensorDigest, WeightsError } from './keras-weights.ts'
import { withLock } from './lock.ts'
import { type ProgressStream, progressBar } from './progress.ts'

/** A file that the build needs and where it may come from. */
export interface Wanted {
  /** In plain words. */
  what: string
  fileName: string
  /** Of the command line. */
  flag: string
  /** Of the environment. */
  variable: string
  /** Public addresses, in the order in which they are tried. */
  downloads: { url: string; digest: Digest }[]
}

// Both values are in Keras' own source.
const FIRST_CONTAINER: Digest = { algorithm: 'md5', value: '0962ca643bae20f9b6771cb844dca3b0' }
const SECOND_CONTAINER: Digest = { algorithm: 'md5', value: '9d60b8095a5708f2dcce2bca79d332c7' }

const WEIGHTS_FILE = 'densenet121_weights_tf_dim_ordering_tf_kernels.h5'

export const WEIGHTS: Wanted = {
  what: 'the pretrained weights (33 MB)',
  fileName: WEIGHTS_FILE,
  flag: '--weights',
  variable: 'DENSENET_WEIGHTS',
  downloads: [
    {
      url: `https://github.com/fchollet/deep-learning-models/releases/download/v0.8/${WEIGHTS_FILE}`,
      digest: FIRST_CONTAINER,
    },
    {
      url: `https://storage.googleapis.com/tensorflow/keras-applications/densenet/${WEIGHTS_FILE}`,
      digest: SECOND_CONTAINER,
    },
    {
      url: `https://github.com/keras-team/keras-applications/releases/download/densenet/${WEIGHTS_FILE}`,
      digest: SECOND_CONTAINER,
    },
  ],
}

/** `tensorDigest` of DenseNet-121's weights, the same in every container. */
export const WEIGHTS_DIGEST = '2b45528196645563c3528ad23a7db26b14ff72a7425bd95139edd43e2fea81ef'

/** No source gave a file that the build needs: which were tried, why each failed, and what a person can do. */
export class MissingWeightsError extends Error implements MissingModel {
  override name = 'MissingWeightsError'

  constructor(
    readonly what: string,
    readonly tried: MissingModel['tried'],
    readonly remedy: MissingModel['remedy'],
  ) {
    super(`No source has ${what}: ${tried.map(({ source, reason }) => `${source} (${reason})`).join(', ')}`)
  }
}

/** A file is there but is not what it should be. Nothing is built from it. */
export class RefusedError extends Error {
  override name = 'RefusedError'

  constructor(
    readonly source: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${source} is refused: expected ${expected}, found ${found}`)
  }
}

/** Where to look, and whom to tell. */
export interface Search {
  /** The file named on the command line. A source that a person named is the only one that is tried. */
  explicit?: string | undefined
  env: Record<string, string | undefined>
  /** Looked into before anything is downloaded. */
  localFolder: string
  /** Keeps downloads, whole and begun. */
  cacheFolder: string
  stream: ProgressStream
  download?: DownloadOptions
}

/** A path as a person would type it. */
export function shortPath(file: string): string {
  const whole = resolve(file)
  const path = relative(process.cwd(), whole) || '.'
  return path.length < whole.length ? path : whole
}

function remedyFor({ what, fileName, flag, variable, downloads }: Wanted, localFolder: string): string[] {
  return [
    `Get ${what}, for instance from ${downloads[0]?.url}`,
    `Then name the file: npm run model -- ${flag} FILE, or set ${variable}=FILE, or put it at ${shortPath(join(localFolder, fileName))}`,
  ]
}

/** Why a path is no readable file; undefined when it is one. */
async function fileFault(file: string): Promise<string | undefined> {
  try {
    return (await stat(file)).isFile() ? undefined : 'not a file'
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'no such file'
    return error instanceof Error ? error.message : String(error)
  }
}

/**
 * Finds a file: the one named on the command line, else the one named by the environment, else the local folder's,
 * else a download. A source named by a person that fails is an error: the next one might give another file.
 * @returns the file's path
 * @throws MissingWeightsError when no source has it
 */
export async function findFile(wanted: Wanted, search: Search): Promise<string> {
  const { flag, variable, fileName } = wanted
  const tried: MissingModel['tried'] = []
  const missing = () => new MissingWeightsError(wanted.what, tried, remedyFor(wanted, search.localFolder))

  const fromVariable = search.env[variable]
  const local = join(search.localFolder, fileName)
  const places = search.explicit
    ? [{ file: search.explicit, source: `${flag} ${search.explicit}`, only: true }]
    : fromVariable
      ? [{ file: fromVariable, source: `$${variable} = ${fromVariable}`, only: true }]
      : [{ file: local, source: shortPath(local), only: false }]
  for (const { file, source, only } of places) {
    const fault = await fileFault(file)
    if (!fault) return file
    tried.push({ source, reason: fault })
    if (only) throw missing()
  }

  for (const { url, digest } of wanted.downloads) {
    try {
      return await cachedDownload(url, digest, fileName, search)
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error
      tried.push({ source: url, reason: error.message })
    }
  }
  throw missing()
}

/** The cache's copy of a download, fetched where it is not there or damaged. */
async function cachedDownload(
  url: string,
  digest: Digest,
  fileName: string,
  { cacheFolder, stream, download: options }: Search,
): Promise<string> {
  // The digest in the name: two containers never share a half-downloaded file, two mirrors of one do.
  const file = join(cacheFolder, `${digest.value.slice(0, 16)}-${fileName}`)
  return withLock(`${file}.lock`, async () => {
    const isCached = !(await fileFault(file)) && (await fileDigest(file, digest.algorithm)) === digest.value
    if (isCached) return file
    const bar = progressBar(stream, `Download ${new URL(url).host}/…/${fileName}`)
    try {
      await download(url, file, digest, { ...options, onProgress: bar })
    } finally {
      bar.end()
    }
    return file
  })
}

export interface VerifiedWeights {
  tensors: Tensors
  digest: string
  /** Where the data was published, for the manifest. */
  source: string
  /** What a person should know about them; empty when all is as it should be. */
  notes: string[]
}

/**
 * Reads the weights and makes sure that they are the published ones: their tensors have the known digest, or the
 * file is one of Keras' own by its md5. The second of Keras' containers could not be compared when the digest was
 * taken: if its tensors differ, a note says so and the check of the logits decides.
 * @throws RefusedError when they are neither
 */
export async function readVerifiedWeights(
  file: string,
  { downloads }: Pick<Wanted, 'downloads'> = WEIGHTS,
): Promise<VerifiedWeights> {
  const md5 = await fileDigest(file, 'md5')
  const published = downloads.find(({ digest }) => digest.value === md5)
  const tensors = await readKerasWeights(file).catch((error: unknown) => {
    if (!(error instanceof WeightsError)) throw error
    throw new RefusedError(shortPath(file), `tensors with the digest ${WEIGHTS_DIGEST}`, error.message)
  })
  const digest = tensorDigest(tensors)
  if (digest === WEIGHTS_DIGEST) {
    // The first container's address whichever container it was: the same tensors give the same manifest.
    return { tensors, digest, source: downloads[0]?.url ?? '', notes: [] }
  }
  if (!published) {
    throw new RefusedError(
      shortPath(file),
      `tensor digest ${WEIGHTS_DIGEST} or an official md5`,
      `tensor digest ${digest}, md5 ${md5}`,
    )
  }
  const note = `${shortPath(file)} has the official md5 ${md5}, but its tensors have the digest ${digest} instead of ${WEIGHTS_DIGEST}; the check of the logits decides`
  return { tensors, digest, source: published.url, notes: [note] }
}
