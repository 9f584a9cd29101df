/**
 * Downloads one part of a file. A download that breaks off, or in which nothing comes any more, goes on where it
 * stopped: in memory while the page is open, from blocks in the cache after it was closed.
 */
import type { ModelPart } from '../../network/manifest.ts'
import { linkedController } from '../abort.ts'
import { ClassifierError } from '../errors.ts'
import { fetchOk } from './fetch-ok.ts'

/** What has come of a part is kept in the cache so often; on a quick line the part is whole before. Milliseconds. */
const KEEP_EVERY = 1000

/** Nothing smaller is kept while a part is on its way: so much, or what comes in a second, a closed tab loses. Bytes. */
const BLOCK = 256 * 1024

/** Pauses between attempts, milliseconds; each goes on where the one before stopped. */
const BACK_OFF = [500, 1000, 2000, 4000]

/** An attempt in which no byte has come for so long is broken: a server can go without closing. Milliseconds. */
const STALL = 20_000

/** Timers as a download needs them; a test has its own. */
export interface Timers {
  /** @returns the way to cancel it */
  after(milliseconds: number, callback: () => void): () => void
}

/** Keeps blocks of a part that is on its way. */
export interface BlockStore {
  /** Puts what an earlier visit left into `bytes`; returns how far that reaches without a gap. */
  read(url: URL, bytes: Uint8Array): Promise<number>
  /** @param from where in the part the block begins */
  write(url: URL, from: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>
}

export interface Download {
  part: ModelPart
  url: URL
  /** Told how many bytes of the part are here. */
  onProgress: (loaded: number) => void
  signal: AbortSignal
  /** Past the browser's cache and without the blocks: what came broken once must not come from there again. */
  fresh: boolean
}

/** Rejects with the signal's reason when that is aborted. */
function wait(milliseconds: number, signal: AbortSignal, timers: Timers): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      cancel()
      reject(signal.reason)
    }
    const cancel = timers.after(milliseconds, () => {
      signal.removeEventListener('abort', aborted)
      resolve()
    })
    if (signal.aborted) aborted()
    else signal.addEventListener('abort', aborted, { once: true })
  })
}

/** The first byte that an answer to a `Range` request holds. */
function firstByte(response: Response): number {
  if (response.status !== 206) return 0 // the server knows no ranges and sends all
  const match = /^bytes (\d+)-/.exec(response.headers.get('Content-Range') ?? '')
  return match ? Number(match[1]) : Number.NaN
}

/** A part on its way. */
export class PartDownload {
  readonly #download: Download
  readonly #blocks: BlockStore
  readonly #timers: Timers
  readonly #bytes: Uint8Array<ArrayBuffer>
  #loaded = 0
  /** How far the blocks in the cache reach, those included that are being written. */
  #kept = 0
  #writing: Promise<void> = Promise.resolve()
  /** Cancels the timer that keeps what has come. */
  #cancelKeeping: (() => void) | undefined

  constructor(download: Download, blocks: BlockStore, timers: Timers) {
    this.#download = download
    this.#blocks = blocks
    this.#timers = timers
    this.#bytes = new Uint8Array(download.part.bytes)
  }

  /**
   * All bytes of the part, whose hash nobody has looked at yet.
   * @throws ClassifierError `network` after several attempts, `page-outdated` or `model-corrupt`; the signal's reason
   *   when aborted
   */
  async run(): Promise<Uint8Array<ArrayBuffer>> {
    try {
      await this.#run()
      return this.#bytes
    } finally {
      this.#cancelKeeping?.()
      await this.#writing
    }
  }

  async #run(): Promise<void> {
    const { part, url, onProgress, signal, fresh } = this.#download
    if (!fresh) this.#loaded = await this.#blocks.read(url, this.#bytes)
    this.#kept = this.#loaded
    onProgress(this.#loaded)
    for (let failures = 0; this.#loaded < part.bytes; failures++) {
      try {
        await this.#attempt()
      } catch (cause) {
        if (cause instanceof ClassifierError && cause.code !== 'network') throw cause
        this.#keepBlock()
        signal.throwIfAborted()
        const pause = BACK_OFF[failures]
        if (pause !== undefined) await wait(pause, signal, this.#timers)
        else if (cause instanceof ClassifierError) throw cause
        else {
          const message = `The download of ${part.path} broke off at byte ${this.#loaded}.`
          throw new ClassifierError('network', message, { cause })
        }
      }
    }
  }

  /** Asks for what is missing and takes what comes. */
  async #attempt(): Promise<void> {
    const { part, url, signal, fresh } = this.#download
    const { controller, unlink } = linkedController(signal)
    const watch = () =>
      this.#timers.after(STALL, () => {
        const message = `Nothing came of ${part.path} for ${STALL / 1000} seconds.`
        controller.abort(new ClassifierError('network', message))
      })
    let unwatch = watch()
    try {
      const response = await fetchOk(url, {
        signal: controller.signal,
        ...(this.#loaded > 0 ? { headers: { Range: `bytes=${this.#loaded}-` } } : {}),
        ...(fresh ? { cache: 'reload' as const } : {}),
      })
      await this.#receive(response, () => {
        unwatch()
        unwatch = watch()
      })
    } finally {
      unwatch()
      unlink()
    }
    if (this.#loaded < part.bytes) {
      throw new ClassifierError(
        'network',
        `The download of ${part.path} ended at byte ${this.#loaded} of ${part.bytes}.`,
      )
    }
  }

  async #receive(response: Response, heard: () => void): Promise<void> {
    const { part, url, onProgress, signal } = this.#download
    let position = firstByte(response)
    if (!(position <= this.#loaded))
      throw new ClassifierError('network', `${url.pathname}: the server sent another range.`)
    const reader = response.body?.getReader()
    for (;;) {
      const chunk = await reader?.read()
      if (!chunk || chunk.done) return
      heard()
      signal.throwIfAborted()
      if (position + chunk.value.length > part.bytes) {
        await reader?.cancel()
        throw new ClassifierError(
          'model-corrupt',
          `${part.path} is longer than the manifest's ${part.bytes} bytes.`,
        )
      }
      this.#bytes.set(chunk.value, position)
      position += chunk.value.length
      if (position <= this.#loaded) continue // sent again from the start
      this.#loaded = position
      onProgress(this.#loaded)
      this.#keepSoon()
    }
  }

  #keepSoon(): void {
    this.#cancelKeeping ??= this.#timers.after(KEEP_EVERY, () => {
      this.#cancelKeeping = undefined
      if (this.#loaded - this.#kept >= BLOCK) this.#keepBlock()
    })
  }

  /** Writes beside the download, which does not wait for it. */
  #keepBlock(): void {
    if (this.#loaded === this.#kept) return
    const from = this.#kept
    this.#kept = this.#loaded
    const block = this.#bytes.slice(from, this.#loaded)
    this.#writing = this.#writing.then(() => this.#blocks.write(this.#download.url, from, block))
  }
}
