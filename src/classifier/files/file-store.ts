/**
 * Fetches the files that the classifier needs, verifies each, and keeps them for the next visit and for flight mode.
 *
 * A file comes in parts of a few megabytes, each with its SHA-256: nothing is used, from the network or from the
 * cache, whose hash is not the promised one.
 */
import type { ModelFile, ModelPart } from '../../network/manifest.ts'
import { ClassifierError } from '../errors.ts'
import { type BlockStore, PartDownload, type Timers } from './download.ts'
import { sha256 } from './sha256.ts'
import { unpack } from './unpack.ts'

export interface FileStore {
  /**
   * The file's bytes, unpacked, from the cache where they are there and whole, else downloaded.
   * @param onProgress called with the bytes of the file that are here so far
   * @throws ClassifierError `network` after several attempts, `page-outdated`, or `model-corrupt` when the server's
   *   bytes are not those that the manifest promises; the signal's reason when aborted
   */
  load(
    file: ModelFile,
    onProgress: (loaded: number) => void,
    signal: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>>
  /** Bytes of the file that are here already, by their sizes alone. */
  storedBytes(file: ModelFile): Promise<number>
  /** Removes what no file of `files` needs: older versions, left-over blocks. */
  keepOnly(files: readonly ModelFile[]): Promise<void>
  /** Resolves when no write is under way; nothing is written from now on, and files are used from memory. */
  stop(): Promise<void>
  /** Why files can't be kept here, once that is known; they are used from memory all the same. */
  readonly obstacle: string | undefined
}

/** Where in the cache the block lies that begins at byte `from` of a part. */
const blockUrl = (url: URL, from: number) => `${url.href}?from=${from}`

/** A cache that says once why it can't be used, and from then on does nothing. */
class Shelf implements BlockStore {
  obstacle: string | undefined
  readonly #open: () => Promise<Cache>
  readonly #working = new Set<Promise<unknown>>()
  #stopped = false

  constructor(open: () => Promise<Cache>) {
    this.#open = open
  }

  /** Does something with the cache; when that fails, says why and goes on without. */
  async with<T>(work: (cache: Cache) => Promise<T>): Promise<T | undefined> {
    // to open a cache that was deleted would make it anew
    if (this.#stopped) return undefined
    const working = this.#open().then(work)
    this.#working.add(working)
    try {
      return await working
    } catch (error) {
      this.obstacle ??= error instanceof Error ? error.message || error.name : String(error)
      return undefined
    } finally {
      this.#working.delete(working)
    }
  }

  get(url: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.with(async (cache) => {
      const response = await cache.match(url)
      return response ? new Uint8Array(await response.arrayBuffer()) : undefined
    })
  }

  async put(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': String(bytes.length) }
    await this.with((cache) => cache.put(url, new Response(bytes, { headers })))
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.idle()
  }

  /** Resolves when nothing is being read or written. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#working)
  }

  async read(url: URL, bytes: Uint8Array): Promise<number> {
    let loaded = 0
    for (;;) {
      const block = loaded < bytes.length ? await this.get(blockUrl(url, loaded)) : undefined
      if (!block || block.length === 0 || loaded + block.length > bytes.length) return loaded
      bytes.set(block, loaded)
      loaded += block.length
    }
  }

  async write(url: URL, from: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.obstacle === undefined) await this.put(blockUrl(url, from), bytes)
  }

  /** Removes the entries whose addresses are not wanted. */
  async remove(isUnwanted: (url: string) => boolean): Promise<void> {
    await this.with(async (cache) => {
      const unwanted = (await cache.keys()).filter(({ url }) => isUnwanted(url))
      await Promise.all(unwanted.map((request) => cache.delete(request)))
    })
  }
}

function join(parts: readonly (Uint8Array | undefined)[], bytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes)
  let offset = 0
  for (const part of parts) {
    if (part) whole.set(part, offset)
    offset += part?.length ?? 0
  }
  return whole
}

class CachedFiles implements FileStore {
  readonly #shelf: Shelf
  readonly #folder: URL
  readonly #timers: Timers

  constructor(shelf: Shelf, folder: URL, timers: Timers) {
    this.#shelf = shelf
    this.#folder = folder
    this.#timers = timers
  }

  get obstacle(): string | undefined {
    return this.#shelf.obstacle
  }

  async load(
    file: ModelFile,
    onProgress: (loaded: number) => void,
    signal: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const kept = await Promise.all(file.parts.map((part) => this.#shelf.get(this.#urlOf(part).href)))
    // Unpacked while it is checked, and used after: each takes a tenth of a second.
    const isComplete = file.parts.every(({ bytes }, i) => kept[i]?.length === bytes)
    const early = isComplete ? this.#unpack(file, join(kept, file.bytes)) : undefined
    early?.catch(() => {})
    const sound = await Promise.all(file.parts.map((part, i) => this.#ifSound(part, kept[i])))
    const isSound = sound.every((part) => part !== undefined)
    const unpacking =
      early && isSound
        ? early
        : this.#unpack(file, join(await this.#complete(file, sound, onProgress, signal), file.bytes))
    onProgress(file.bytes)
    signal.throwIfAborted()
    const [unpacked] = await Promise.all([unpacking, this.#shelf.idle()])
    return unpacked
  }

  /** Sound parts in a wrong order, or of different versions, make no sound file. */
  async #unpack(file: ModelFile, whole: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const first = file.parts[0]?.path
    const unpacking = unpack(whole, file).catch((cause) => {
      throw new ClassifierError('model-corrupt', `${first} can't be unpacked.`, { cause })
    })
    const hash = file.parts.length > 1 ? sha256(whole) : file.sha256
    const [unpacked, found] = await Promise.all([unpacking, hash])
    if (found === file.sha256) return unpacked
    throw new ClassifierError(
      'model-corrupt',
      `The parts from ${first} on do not make the file that the manifest promises.`,
    )
  }

  async storedBytes(file: ModelFile): Promise<number> {
    const sizes = await this.#shelf.with((cache) =>
      Promise.all(
        file.parts.map(async (part) => ((await cache.match(this.#urlOf(part).href)) ? part.bytes : 0)),
      ),
    )
    return (sizes ?? []).reduce((sum: number, size) => sum + size, 0)
  }

  async keepOnly(files: readonly ModelFile[]): Promise<void> {
    const needed = new Set(files.flatMap(({ parts }) => parts.map((part) => this.#urlOf(part).href)))
    await this.#shelf.remove((url) => !needed.has(url))
  }

  stop(): Promise<void> {
    return this.#shelf.stop()
  }

  #urlOf({ path }: ModelPart): URL {
    return new URL(path, this.#folder)
  }

  /** What was kept of a part; removes what is not the part. */
  async #ifSound(
    part: ModelPart,
    bytes: Uint8Array<ArrayBuffer> | undefined,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (!bytes) return undefined
    if (bytes.length === part.bytes && (await sha256(bytes)) === part.sha256) return bytes
    const { href } = this.#urlOf(part)
    await this.#shelf.remove((entry) => entry === href)
    return undefined
  }

  /** What is missing comes one after another. */
  async #complete(
    { parts }: ModelFile,
    kept: readonly (Uint8Array<ArrayBuffer> | undefined)[],
    onProgress: (loaded: number) => void,
    signal: AbortSignal,
  ): Promise<Uint8Array[]> {
    const complete: Uint8Array[] = []
    let here = kept.reduce((sum, part) => sum + (part?.length ?? 0), 0)
    onProgress(here)
    for (const [i, part] of parts.entries()) {
      signal.throwIfAborted()
      const before = here
      complete.push(kept[i] ?? (await this.#fetchPart(part, (some) => onProgress(before + some), signal)))
      if (!kept[i]) here += part.bytes
    }
    return complete
  }

  async #fetchPart(
    part: ModelPart,
    onProgress: (loaded: number) => void,
    signal: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const url = this.#urlOf(part)
    let found = ''
    for (const fresh of [false, true]) {
      const download = { part, url, onProgress, signal, fresh }
      const bytes = await new PartDownload(download, this.#shelf, this.#timers).run()
      found = await sha256(bytes)
      await this.#shelf.remove((entry) => entry.startsWith(`${url.href}?`))
      if (found !== part.sha256) continue
      // written while the next part comes: `load` waits for it in the end
      void this.#shelf.put(url.href, bytes)
      return bytes
    }
    throw new ClassifierError(
      'model-corrupt',
      `${part.path} has the SHA-256 ${found}, but the manifest promises ${part.sha256}.`,
    )
  }
}

const realTimers: Timers = {
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}

/**
 * @param open gives the cache; fails where storage is blocked
 * @param folder what the parts' paths are relative to
 */
export function createFileStore(open: () => Promise<Cache>, folder: URL, timers = realTimers): FileStore {
  return new CachedFiles(new Shelf(open), folder, timers)
}
