/**
 * Fetches the files that the classifier needs, verifies each, and keeps them for the next visit and for flight mode.
 *
 * A file comes in parts of a few megabytes, each with its SHA-256: nothing is used, from the network or from the
 * cache, whose hash is not the promised one. A download that breaks off at any byte goes on there: in memory while
 * the page is open, from blocks in the cache after it was closed.
 */
import type { ModelFile, ModelPart } from '../../network/manifest.ts'
import { ClassifierError } from '../errors.ts'
import { fetchOk } from './fetch-ok.ts'

const CACHE = 'classifier-files'

/** Kept in the cache while a part is on its way; a closed tab loses less than this, bytes. */
const BLOCK = 256 * 1024

/** Pauses between attempts, milliseconds; each attempt goes on where the one before stopped. */
const BACK_OFF = [500, 1000, 2000, 4000]

export interface FileStore {
  /**
   * The file's bytes, from the cache where they are there and whole, else downloaded.
   * @param folder what the parts' paths are relative to
   * @param onProgress called with the bytes of the file that are here so far
   * @throws ClassifierError `network` after several attempts, `model-missing`, or `model-corrupt` when the server's
   *   bytes are not those that the manifest promises; the signal's reason when aborted
   */
  load(
    file: ModelFile,
    folder: URL,
    onProgress?: (loaded: number) => void,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>>
  /** Bytes of the file that are here already, by their sizes alone. */
  storedBytes(file: ModelFile, folder: URL): Promise<number>
  /** Removes what no file of `files` needs: older versions, left-over blocks. */
  keepOnly(files: { file: ModelFile; folder: URL }[]): Promise<void>
  /** Why files can't be kept here, once that is known; they are used from memory all the same. */
  readonly obstacle: string | undefined
}

/** SHA-256, 64 hex digits. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, milliseconds)
    function done() {
      signal?.removeEventListener('abort', aborted)
      resolve()
    }
    function aborted() {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', aborted, { once: true })
  })
}

/** Where in the cache the block lies that begins at byte `from` of a part. */
const blockUrl = (url: URL, from: number) => `${url.href}?from=${from}`

/** The first byte that an answer to a `Range` request holds. */
function firstByte(response: Response): number {
  if (response.status !== 206) return 0 // the server knows no ranges and sends all
  const match = /^bytes (\d+)-/.exec(response.headers.get('Content-Range') ?? '')
  return match ? Number(match[1]) : Number.NaN
}

/**
 * @param open gives the cache; fails where storage is blocked
 * @param backOff pauses between attempts, milliseconds
 */
export function createFileStore(
  open: () => Promise<Cache> = () => caches.open(CACHE),
  backOff: readonly number[] = BACK_OFF,
): FileStore {
  let obstacle: string | undefined

  /** Does something with the cache; when that fails, says why and goes on without. */
  async function withCache<T>(use: (cache: Cache) => Promise<T>): Promise<T | undefined> {
    try {
      return await use(await open())
    } catch (error) {
      obstacle ??= error instanceof Error ? error.message || error.name : String(error)
      return undefined
    }
  }

  async function stored(url: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return withCache(async (cache) => {
      const response = await cache.match(url)
      return response ? new Uint8Array(await response.arrayBuffer()) : undefined
    })
  }

  async function put(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': String(bytes.length) }
    await withCache((cache) => cache.put(url, new Response(bytes, { headers })))
  }

  async function removeBlocks(url: URL): Promise<void> {
    await withCache(async (cache) => {
      const blocks = (await cache.keys()).filter((request) =>
        request.url.startsWith(blockUrl(url, 0).slice(0, -1)),
      )
      await Promise.all(blocks.map((request) => cache.delete(request)))
    })
  }

  /** Puts the blocks that an earlier visit left into `bytes`; returns how far they reach without a gap. */
  async function readBlocks(url: URL, bytes: Uint8Array): Promise<number> {
    let loaded = 0
    for (;;) {
      const block = loaded < bytes.length ? await stored(blockUrl(url, loaded)) : undefined
      if (!block || block.length === 0 || loaded + block.length > bytes.length) return loaded
      bytes.set(block, loaded)
      loaded += block.length
    }
  }

  /** A part on its way: what has come so far survives a broken connection, and most of it a closed tab. */
  async function downloadPart(
    part: ModelPart,
    url: URL,
    onProgress: (loaded: number) => void,
    signal: AbortSignal | undefined,
    fresh: boolean,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(part.bytes)
    let loaded = fresh ? 0 : await readBlocks(url, bytes)
    let kept = loaded
    onProgress(loaded)

    async function keepBlock(): Promise<void> {
      if (obstacle !== undefined || loaded === kept) return
      const from = kept
      kept = loaded
      await put(blockUrl(url, from), bytes.slice(from, loaded))
    }

    async function attempt(): Promise<void> {
      const headers = loaded > 0 ? { Range: `bytes=${loaded}-` } : undefined
      const response = await fetchOk(url, {
        ...(headers ? { headers } : {}),
        ...(signal ? { signal } : {}),
        // what came broken once must not come from the browser's own cache again
        ...(fresh ? { cache: 'reload' as const } : {}),
      })
      let position = firstByte(response)
      if (!(position <= loaded))
        throw new ClassifierError('network', `${url.pathname}: the server sent another range.`)
      const reader = response.body?.getReader()
      for (;;) {
        const chunk = await reader?.read()
        if (!chunk || chunk.done) break
        signal?.throwIfAborted()
        if (position + chunk.value.length > part.bytes) {
          await reader?.cancel()
          throw new ClassifierError(
            'model-corrupt',
            `${part.path} is longer than the manifest's ${part.bytes} bytes.`,
          )
        }
        bytes.set(chunk.value, position)
        position += chunk.value.length
        if (position <= loaded) continue // sent again from the start
        loaded = position
        onProgress(loaded)
        if (loaded - kept >= BLOCK && loaded < part.bytes) await keepBlock()
      }
      if (loaded < part.bytes) {
        throw new ClassifierError(
          'network',
          `The download of ${part.path} ended at byte ${loaded} of ${part.bytes}.`,
        )
      }
    }

    for (let tries = 0; loaded < part.bytes; tries++) {
      try {
        await attempt()
      } catch (cause) {
        if (cause instanceof ClassifierError && cause.code !== 'network') throw cause
        await keepBlock()
        signal?.throwIfAborted()
        const pause = backOff[tries]
        if (pause === undefined) {
          if (cause instanceof ClassifierError) throw cause
          throw new ClassifierError('network', `The download of ${part.path} broke off at byte ${loaded}.`, {
            cause,
          })
        }
        await wait(pause, signal)
      }
    }
    return bytes
  }

  async function loadPart(
    part: ModelPart,
    folder: URL,
    onProgress: (loaded: number) => void,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const url = new URL(part.path, folder)
    const cached = await stored(url.href)
    if (cached) {
      if (cached.length === part.bytes && (await sha256(cached)) === part.sha256) {
        onProgress(part.bytes)
        return cached
      }
      await withCache((cache) => cache.delete(url.href))
    }
    let found = ''
    for (const fresh of [false, true]) {
      const bytes = await downloadPart(part, url, onProgress, signal, fresh)
      found = await sha256(bytes)
      await removeBlocks(url)
      if (found !== part.sha256) continue
      await put(url.href, bytes)
      return bytes
    }
    throw new ClassifierError(
      'model-corrupt',
      `${part.path} has the SHA-256 ${found}, but the manifest promises ${part.sha256}.`,
    )
  }

  return {
    get obstacle() {
      return obstacle
    },
    async load(file, folder, onProgress = () => {}, signal) {
      const whole = new Uint8Array(file.bytes)
      let offset = 0
      for (const part of file.parts) {
        signal?.throwIfAborted()
        const before = offset
        whole.set(await loadPart(part, folder, (loaded) => onProgress(before + loaded), signal), before)
        offset += part.bytes
      }
      // Sound parts in a wrong order, or of different versions, make no sound file.
      if (file.parts.length > 1 && (await sha256(whole)) !== file.sha256) {
        throw new ClassifierError(
          'model-corrupt',
          `The parts from ${file.parts[0]?.path} on do not make the file that the manifest promises.`,
        )
      }
      return whole
    },
    async storedBytes(file, folder) {
      const sizes = await withCache((cache) =>
        Promise.all(
          file.parts.map(async ({ path, bytes }) =>
            (await cache.match(new URL(path, folder).href)) ? bytes : 0,
          ),
        ),
      )
      return (sizes ?? []).reduce((sum: number, size) => sum + size, 0)
    },
    async keepOnly(files) {
      const needed = new Set(
        files.flatMap(({ file, folder }) => file.parts.map(({ path }) => new URL(path, folder).href)),
      )
      await withCache(async (cache) => {
        const old = (await cache.keys()).filter(({ url }) => !needed.has(url))
        await Promise.all(old.map((request) => cache.delete(request)))
      })
    },
  }
}
