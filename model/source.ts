import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { MissingModel } from '../src/network/manifest.ts'
import type { PublishedWeights } from './architectures.ts'
import { DownloadError, type DownloadOptions, download } from './download.ts'
import { readKerasWeights, type Tensors, tensorDigest, WeightsError } from './keras-weights.ts'
import { type ProgressStream, progressBar } from './progress.ts'

/** Names a weights file in the environment. */
const VARIABLE = 'DENSENET_WEIGHTS'

/** No source gave the weights: which were tried, why each failed, and what a person can do. */
export class MissingWeightsError extends Error implements MissingModel {
  override name = 'MissingWeightsError'

  constructor(
    readonly tried: MissingModel['tried'],
    readonly remedy: MissingModel['remedy'],
  ) {
    super(
      `No source has the weights: ${tried.map(({ source, reason }) => `${source} (${reason})`).join(', ')}`,
    )
  }
}

/** A file is there but is not what it should be. Nothing is built from it. */
export class RefusedError extends Error {
  override name = 'RefusedError'

  constructor(source: string, expected: string, found: string) {
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
  /** Keeps downloads. */
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
 * Finds the weights: the file named on the command line, else the one named by the environment, else the local
 * folder's, else a download. A source named by a person that fails is an error: the next one might give another file.
 * @returns the file's path
 * @throws MissingWeightsError when no source has them
 */
export async function findWeights(weights: PublishedWeights, search: Search): Promise<string> {
  const { fileName, downloads } = weights
  const local = join(search.localFolder, fileName)
  const tried: MissingModel['tried'] = []
  const missing = () =>
    new MissingWeightsError(tried, [
      `Get the pretrained weights (${weights.size}), for instance from ${downloads[0]?.url}`,
      `Then name the file: npm run model -- --weights FILE, or set ${VARIABLE}=FILE, or put it at ${shortPath(local)}`,
    ])

  const fromVariable = search.env[VARIABLE]
  const named = search.explicit
    ? { file: search.explicit, source: `--weights ${search.explicit}` }
    : fromVariable
      ? { file: fromVariable, source: `$${VARIABLE} = ${fromVariable}` }
      : undefined
  const { file, source } = named ?? { file: local, source: shortPath(local) }
  const fault = await fileFault(file)
  if (!fault) return file
  tried.push({ source, reason: fault })
  if (named) throw missing()

  for (const { url, md5 } of downloads) {
    try {
      return await cachedDownload(url, md5, fileName, search)
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error
      tried.push({ source: url, reason: error.message })
    }
  }
  throw missing()
}

function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex')
}

/** The cache's copy of a download, fetched where it is not there or damaged. */
async function cachedDownload(
  url: string,
  md5: string,
  fileName: string,
  { cacheFolder, stream, download: options }: Search,
): Promise<string> {
  const file = join(cacheFolder, `${md5.slice(0, 16)}-${fileName}`)
  if (!(await fileFault(file)) && md5Of(await readFile(file)) === md5) return file
  const onProgress = progressBar(stream, `Download ${new URL(url).host}/…/${fileName}`)
  const bytes = await download(url, md5, { onProgress, ...options })
  await mkdir(cacheFolder, { recursive: true })
  const temporary = `${file}.${randomBytes(4).toString('hex')}`
  await writeFile(temporary, bytes)
  await rename(temporary, file)
  return file
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
  { digest: expected, downloads }: PublishedWeights,
): Promise<VerifiedWeights> {
  const known = expected ?? '(none recorded yet)'
  const md5 = md5Of(await readFile(file))
  const published = downloads.find((download) => download.md5 === md5)
  const tensors = await readKerasWeights(file).catch((error: unknown) => {
    if (!(error instanceof WeightsError)) throw error
    throw new RefusedError(shortPath(file), `tensors with the digest ${known}`, error.message)
  })
  const digest = tensorDigest(tensors)
  if (digest === expected) {
    // The first container's address whichever container it was: the same tensors give the same manifest.
    return { tensors, digest, source: downloads[0]?.url ?? '', notes: [] }
  }
  if (!published) {
    throw new RefusedError(
      shortPath(file),
      `tensor digest ${known} or an official md5`,
      `tensor digest ${digest}, md5 ${md5}`,
    )
  }
  const note = `${shortPath(file)} has the official md5 ${md5}; its tensors have the digest ${digest}, expected ${known}: the check of the logits decides`
  return { tensors, digest, source: published.url, notes: [note] }
}
