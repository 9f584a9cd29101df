import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { constants, gunzipSync, gzipSync } from 'node:zlib'
import { parseManifest } from '../src/classifier/files/parse-manifest.ts'
import type { Manifest, MissingModel, ModelFile, ModelPart } from '../src/network/manifest.ts'

/** The manifest as it lies in the folder. The page does not need to know what built it, the build does. */
export interface PublishedManifest extends Manifest {
  /** Stands for the code that built the folder: another value means that it must be built again. */
  builder: string
}

/** What the site's model folder holds, before it is written. */
export interface ModelFolder {
  manifest: PublishedManifest
  /** By `ModelPart.path`. */
  files: Map<string, Uint8Array>
}

const MISSING = 'missing.json'

/** The manifest's name holds the first digits of its own sha256: a page of another version never gets it. */
const MANIFEST_NAME = /^manifest-[0-9a-f]{16}\.json$/

/** Names that `addFile` makes. */
const CONTENT_NAME = /-[0-9a-f]{16}\.(onnx|json)$/
const TEMPORARY = /^\.new-[0-9a-f]{16}$/

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Largest part, bytes. */
const PART_BYTES = 4 * 1024 * 1024

/**
 * Cuts a file into equal parts and names each by its content: `NAME-2of4-<16 hex digits>.EXTENSION`.
 * @returns the manifest's entry; the parts are added to `files`
 */
export function addFile(
  files: Map<string, Uint8Array>,
  name: string,
  extension: 'onnx' | 'json',
  bytes: Uint8Array,
): ModelFile {
  const count = Math.ceil(bytes.length / PART_BYTES)
  const size = Math.ceil(bytes.length / count)
  const parts = Array.from({ length: count }, (_, i): ModelPart => {
    const content = bytes.subarray(i * size, (i + 1) * size)
    const hash = sha256(content)
    const number = count === 1 ? '' : `-${i + 1}of${count}`
    const path = `${name}${number}-${hash.slice(0, 16)}.${extension}`
    files.set(path, content)
    return { path, bytes: content.length, sha256: hash }
  })
  return { bytes: bytes.length, sha256: sha256(bytes), parts }
}

/**
 * As {@link addFile}, but compressed: for files that static hosts leave as they are. The name says nothing of it,
 * or hosts would say `Content-Encoding` and browsers unpack what must be verified packed.
 */
export function addPackedFile(...[files, name, extension, bytes]: Parameters<typeof addFile>): ModelFile {
  // Weights have few repetitions; of zlib's settings these give the smallest file.
  const packed = gzipSync(bytes, { level: 9, memLevel: 8, strategy: constants.Z_FILTERED })
  packed[9] = 255 // the operating system that packed it: unknown, so that all write the same
  return { encoding: 'gzip', ...addFile(files, name, extension, packed) }
}

/** A file of the folder, its parts put together. Not verified. */
export async function readModelFile(folder: string, { parts }: ModelFile): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(
    Buffer.concat(await Promise.all(parts.map(({ path }) => readFile(join(folder, path))))),
  )
}

/** The same, unpacked. */
export async function readUnpacked(folder: string, file: ModelFile): Promise<Uint8Array<ArrayBuffer>> {
  const stored = await readModelFile(folder, file)
  return file.encoding ? new Uint8Array(gunzipSync(stored)) : stored
}

function partsOf(manifest: Manifest): ModelPart[] {
  return [manifest.similar, ...manifest.variants.map(({ file }) => file)].flatMap(({ parts }) => parts)
}

/** Whether a file of the folder has the size and hash that the manifest says. */
async function isIntact(folder: string, { path, bytes, sha256: expected }: ModelPart): Promise<boolean> {
  const file = join(folder, path)
  return (await stat(file)).size === bytes && sha256(await readFile(file)) === expected
}

function manifestName(text: string): string {
  return `manifest-${sha256(Buffer.from(text)).slice(0, 16)}.json`
}

/**
 * The manifest of a model folder. While a build replaces one there are two for a moment: the newer counts.
 * @returns its name, without the folder; `undefined` where there is no model
 */
export function findManifest(folder: string): string | undefined {
  const age = (name: string) => statSync(join(folder, name)).mtimeMs
  try {
    return readdirSync(folder)
      .filter((name) => MANIFEST_NAME.test(name))
      .sort((a, b) => age(b) - age(a))[0]
  } catch {
    return undefined // no folder
  }
}

/**
 * Reads the manifest of a model folder.
 * @throws Error where there is none, ClassifierError when it has another form
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const name = findManifest(folder)
  if (!name) throw new Error(`${folder} has no manifest: run npm run model`)
  return parseManifest(JSON.parse(await readFile(join(folder, name), 'utf8')))
}

/** The folder's manifest when it was made by `builder` and every file in it is intact. */
export async function readPublished(folder: string, builder: string): Promise<Manifest | undefined> {
  try {
    const name = findManifest(folder) ?? ''
    const text = await readFile(join(folder, name), 'utf8')
    if (manifestName(text) !== name) return undefined
    const json: unknown = JSON.parse(text)
    const manifest = parseManifest(json)
    const isOurs = typeof json === 'object' && json !== null && 'builder' in json && json.builder === builder
    if (!isOurs) return undefined
    for (const part of partsOf(manifest)) if (!(await isIntact(folder, part))) return undefined
    return manifest
  } catch {
    // Missing, damaged or half gone: in every case there is nothing that could be kept.
    return undefined
  }
}

/** Whether a file is what a build has left that was killed long ago, and none that another writes right now. */
async function isAbandoned(folder: string, name: string): Promise<boolean> {
  if (!TEMPORARY.test(name)) return false
  const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Date.now() }))
  return Date.now() - mtimeMs > 60_000
}

/** Writes a file so that under its name it is either whole or not there. */
async function writeWhole(folder: string, name: string, content: Uint8Array | string): Promise<void> {
  const temporary = join(folder, `.new-${randomBytes(8).toString('hex')}`)
  try {
    await writeFile(temporary, content)
    await rename(temporary, join(folder, name))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

/** Writes a folder's manifest under the name that its text gives it, and removes the former one. */
export async function writeManifest(folder: string, text: string): Promise<void> {
  const name = manifestName(text)
  await writeWhole(folder, name, text)
  for (const other of await readdir(folder)) {
    if (MANIFEST_NAME.test(other) && other !== name) await rm(join(folder, other), { force: true })
  }
}

/**
 * Writes the folder: first the files, whose names are new when their content is, then the manifest, then the files
 * of an older build go. Whoever reads in between finds a manifest and all of its files.
 */
export async function publish(folder: string, { manifest, files }: ModelFolder): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, bytes] of files) await writeWhole(folder, name, bytes)
  await writeManifest(folder, `${JSON.stringify(manifest, null, 2)}\n`)
  await rm(join(folder, MISSING), { force: true })
  for (const name of await readdir(folder)) {
    const isContent = CONTENT_NAME.test(name) && !MANIFEST_NAME.test(name)
    const isOld = (isContent && !files.has(name)) || (await isAbandoned(folder, name))
    if (isOld) await rm(join(folder, name), { force: true })
  }
}

/** Leaves word for the page why there is no model. */
export async function writeMissing(folder: string, missing: MissingModel): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeWhole(folder, MISSING, `${JSON.stringify(missing, null, 2)}\n`)
}

/** Takes back what `writeMissing` said. */
export async function removeMissing(folder: string): Promise<void> {
  await rm(join(folder, MISSING), { force: true })
}
