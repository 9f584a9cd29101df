import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OnProgress } from './progress.ts'

/** A digest that a file must have. */
export interface Digest {
  algorithm: 'md5' | 'sha256'
  /** Hex digits. */
  value: string
}

export interface DownloadOptions {
  onProgress?: OnProgress
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

  constructor(
    message: string,
    /** Whether another attempt may fare better. */
    readonly mayPass: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** Digest of a file's bytes, hex. */
export async function fileDigest(file: string, algorithm: Digest['algorithm']): Promise<string> {
  const hash = createHash(algorithm)
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest('hex')
}

/**
 * Downloads a file. What has arrived stays in `FILE.part` when the connection breaks, and the next attempt, in
 * this run or a later one, asks for the rest. `file` appears only whole and with the right digest; a download with
 * another digest is removed.
 * @throws DownloadError when the address does not give the file
 */
export async function download(
  url: string,
  file: string,
  digest: Digest,
  options: DownloadOptions = {},
): Promise<void> {
  const part = `${file}.part`
  await mkdir(dirname(file), { recursive: true })
  const resumed = await sizeOf(part)
  await fetchAll(url, part, options)
  let found = await fileDigest(part, digest.algorithm)
  if (found !== digest.value && resumed > 0) {
    // The beginning may be of another file or damaged: once more from the start.
    await rm(part, { force: true })
    await fetchAll(url, part, options)
    found = await fileDigest(part, digest.algorithm)
  }
  if (found !== digest.value) {
    const bytes = await sizeOf(part)
    await rm(part, { force: true })
    throw new DownloadError(
      `wrong ${digest.algorithm}: expected ${digest.value}, found ${found} (${bytes} bytes)`,
      false,
    )
  }
  await rename(part, file)
}

/** Fetches into `part` until the server says that it is whole. */
async function fetchAll(url: string, part: string, options: DownloadOptions): Promise<void> {
  const { attempts = 4, pauseMs = 500 } = options
  let failures = 0
  let most = await sizeOf(part)
  for (;;) {
    try {
      await fetchRest(url, part, options)
      return
    } catch (error) {
      if (!(error instanceof DownloadError) || !error.mayPass) throw error
      const size = await sizeOf(part)
      failures = size > most ? 0 : failures + 1
      most = Math.max(most, size)
      if (failures >= attempts) throw error
      await sleep(pauseMs * 2 ** failures)
    }
  }
}

/** One connection: appends to `part` what is missing. */
async function fetchRest(url: string, part: string, options: DownloadOptions): Promise<void> {
  const { onProgress = () => undefined, stallMs = 30_000 } = options
  const offset = await sizeOf(part)
  const watchdog = new Watchdog(stallMs)
  try {
    const response = await request(url, offset, watchdog.signal)
    const plan = readHeaders(response, offset)
    if (plan === 'complete') return
    if (plan === 'restart') {
      await response.body?.cancel()
      await rm(part, { force: true })
      throw new DownloadError('the server could not go on where the download had stopped', true)
    }
    const { start, total } = plan
    onProgress(start, total)
    const output = await open(part, start === 0 ? 'w' : 'a')
    let loaded = start
    try {
      for await (const chunk of chunksOf(response)) {
        watchdog.feed()
        await output.write(chunk)
        loaded += chunk.length
        onProgress(loaded, total)
      }
    } finally {
      await output.close()
    }
    if (total !== undefined && loaded < total) {
      throw new DownloadError(`the connection ended after ${loaded} of ${total} bytes`, true)
    }
  } finally {
    watchdog.stop()
  }
}

async function request(url: string, offset: number, signal: AbortSignal): Promise<Response> {
  // Compressed on the way, lengths and ranges would not be the file's.
  const headers: Record<string, string> = { 'Accept-Encoding': 'identity' }
  if (offset > 0) headers.Range = `bytes=${offset}-`
  try {
    return await fetch(url, { headers, signal })
  } catch (error) {
    // No answer at all (no network, no such host): only worth a wait when it has answered before.
    throw new DownloadError(`no connection: ${reasonOf(error)}`, offset > 0, { cause: error })
  }
}

type Plan = 'complete' | 'restart' | { start: number; total: number | undefined }

/** What the server's answer means for a download that has `offset` bytes already. */
function readHeaders(response: Response, offset: number): Plan {
  const { status } = response
  if (status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('Content-Range') ?? '')
    if (!range || Number(range[1]) !== offset) return 'restart'
    return { start: offset, total: range[2] === '*' ? undefined : Number(range[2]) }
  }
  if (status === 416 && offset > 0) {
    const whole = /^bytes \*\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')
    return whole && Number(whole[1]) === offset ? 'complete' : 'restart'
  }
  // The whole file from its start: also the answer of a server that knows no ranges.
  if (status === 200) {
    const length = Number(response.headers.get('Content-Length') ?? Number.NaN)
    const encoded = response.headers.has('Content-Encoding')
    return { start: 0, total: Number.isFinite(length) && !encoded ? length : undefined }
  }
  const mayPass = status >= 500 || status === 408 || status === 429
  throw new DownloadError(`the server answered ${status} ${response.statusText}`.trimEnd(), mayPass)
}

/** The body's bytes; a broken connection is a `DownloadError`. */
async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  if (!response.body) return
  const reader = response.body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } catch (error) {
    throw new DownloadError(`the connection broke: ${reasonOf(error)}`, true, { cause: error })
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** Aborts when it is not fed for a while. */
class Watchdog {
  private readonly controller = new AbortController()
  private timer: NodeJS.Timeout

  constructor(private readonly ms: number) {
    this.timer = this.start()
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  feed(): void {
    clearTimeout(this.timer)
    this.timer = this.start()
  }

  stop(): void {
    clearTimeout(this.timer)
  }

  private start(): NodeJS.Timeout {
    const reason = new Error(`no data for ${this.ms / 1000} s`)
    return setTimeout(() => this.controller.abort(reason), this.ms)
  }
}

/** `fetch failed` hides why: the reason is in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch {
    return 0
  }
}
