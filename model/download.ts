import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

export interface DownloadOptions {
  /** Told the bytes that are there, and the total where the server says it. */
  onProgress?: (loaded: number, total?: number) => void
  /** Connections in a row that bring it no further before it gives up. */
  attempts?: number
  /** Wait before the next attempt, milliseconds; doubles each time. */
  pauseMs?: number
  /** A connection that brings nothing for this long is given up, milliseconds. */
  stallMs?: number
}

/** The file can't be had from this address. The message is the reason, for a person. */
export class DownloadError extends Error {
  override name = 'DownloadError'
}

/** Another attempt may fare better. */
class BrokenConnection extends DownloadError {}

/**
 * Downloads a file of a few dozen megabytes into memory. After a broken connection it goes on where that ended.
 * @param md5 of the file, hex
 * @throws DownloadError when the address does not give the file
 */
export async function download(url: string, md5: string, options: DownloadOptions = {}): Promise<Uint8Array> {
  const { attempts = 4, pauseMs = 500 } = options
  const file = new Chunks()
  for (let failures = 0; ; ) {
    const before = file.bytes
    try {
      await fetchRest(url, file, options)
      break
    } catch (error) {
      failures = file.bytes > before ? 0 : failures + 1
      if (!(error instanceof BrokenConnection) || failures >= attempts) throw error
      await sleep(pauseMs * 2 ** failures)
    }
  }
  const bytes = file.joined()
  const found = createHash('md5').update(bytes).digest('hex')
  if (found !== md5)
    throw new DownloadError(`wrong md5: expected ${md5}, found ${found} (${bytes.length} bytes)`)
  return bytes
}

/** What has arrived. */
class Chunks {
  bytes = 0
  private chunks: Uint8Array[] = []

  add(chunk: Uint8Array): void {
    this.chunks.push(chunk)
    this.bytes += chunk.length
  }

  clear(): void {
    this.chunks = []
    this.bytes = 0
  }

  joined(): Uint8Array {
    return Buffer.concat(this.chunks)
  }
}

/** One connection: adds to `file` what is missing. */
async function fetchRest(url: string, file: Chunks, options: DownloadOptions): Promise<void> {
  const { onProgress, stallMs = 30_000 } = options
  const controller = new AbortController()
  const stalled = new Error(`no data for ${stallMs / 1000} s`)
  const timer = setTimeout(() => controller.abort(stalled), stallMs)
  try {
    const response = await request(url, file.bytes, controller.signal)
    // a server that knows no ranges begins at the start
    if (response.status !== 206) file.clear()
    const rest = response.headers.get('Content-Length')
    const total = rest === null ? undefined : file.bytes + Number(rest)
    onProgress?.(file.bytes, total)
    for await (const chunk of response.body ?? []) {
      timer.refresh()
      file.add(chunk)
      onProgress?.(file.bytes, total)
    }
    if (total !== undefined && file.bytes < total)
      throw new BrokenConnection(`the connection ended after ${file.bytes} of ${total} bytes`)
  } catch (error) {
    if (error instanceof DownloadError) throw error
    throw new BrokenConnection(`the connection broke: ${reasonOf(error)}`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

/** @param offset bytes that are there already */
async function request(url: string, offset: number, signal: AbortSignal): Promise<Response> {
  // Compressed on the way, lengths and ranges would not be the file's.
  const headers: Record<string, string> = { 'Accept-Encoding': 'identity' }
  if (offset > 0) headers.Range = `bytes=${offset}-`
  const response = await fetch(url, { headers, signal }).catch((cause: unknown) => {
    // No answer at all (no network, no such host): only worth a wait when it has answered before.
    const Kind = offset > 0 ? BrokenConnection : DownloadError
    throw new Kind(`no connection: ${reasonOf(cause)}`, { cause })
  })
  if (response.ok) return response
  const { status, statusText } = response
  const mayPass = status >= 500 || status === 408 || status === 429
  throw new (mayPass ? BrokenConnection : DownloadError)(
    `the server answered ${status} ${statusText}`.trimEnd(),
  )
}

/** `fetch failed` hides why: the reason is in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
