/** The downloads of what a backend needs: their progress together, a person's pauses, and consent on metered connections. */
import type { ModelFile } from '../network/manifest.ts'
import { linkedController } from './abort.ts'
import type { FileStore } from './files/file-store.ts'
import type { ModelState } from './types.ts'

type Bytes = Uint8Array<ArrayBuffer>
export type Load = (file: ModelFile) => Promise<Bytes>
/** Loads files side by side, and gives what `start` makes of them. */
export type GroupLoad = Downloads['load']
type DownloadState = Extract<ModelState, { status: 'downloading' | 'paused' }>

const sizeOf = (files: readonly ModelFile[]) => files.reduce((sum, { bytes }) => sum + bytes, 0)

/**
 * Loads files side by side. When one fails, the others end before the error goes on, so that no late progress takes
 * its place and nothing is written later.
 * @param onProgress bytes of all files together
 */
export async function loadTogether<T extends readonly Promise<unknown>[] | []>(
  load: (file: ModelFile, onProgress: (loaded: number) => void, signal: AbortSignal) => Promise<Bytes>,
  onProgress: (loaded: number) => void,
  signal: AbortSignal | undefined,
  start: (load: Load) => T,
) {
  const { controller, unlink } = linkedController(...(signal ? [signal] : []))
  const loaded = new Map<ModelFile, number>()
  const loads = start((file) =>
    load(
      file,
      (bytes) => {
        loaded.set(file, bytes)
        onProgress([...loaded.values()].reduce((a, b) => a + b, 0))
      },
      controller.signal,
    ),
  )
  try {
    return await Promise.all(loads)
  } catch (error) {
    controller.abort(error)
    await Promise.allSettled(loads)
    throw error
  } finally {
    unlink()
  }
}

/** Why a download is broken off that will go on. */
class Paused extends Error {
  override name = 'Paused'
}

export class Downloads {
  readonly #files: FileStore
  readonly #metered: boolean
  readonly #onState: (state: DownloadState) => void
  /** SHA-256 of what may be downloaded although the connection is metered. */
  readonly #agreed = new Set<string>()
  #progress = { loaded: 0, total: 0 }
  #pausing = new AbortController()
  /** Set while paused. */
  #pause: { reason: 'person' | 'metered'; waiting: (() => void)[] } | undefined

  constructor(files: FileStore, metered: boolean, onState: (state: DownloadState) => void) {
    this.#files = files
    this.#metered = metered
    this.#onState = onState
  }

  pause(): void {
    if (!this.#pause) this.#close('person')
  }

  resume(): void {
    const waiting = this.#pause?.waiting
    if (!waiting) return
    this.#pause = undefined
    this.#pausing = new AbortController()
    this.#announce()
    for (const goOn of waiting) goOn()
  }

  /**
   * Loads `files`, with as many pauses as a person wants. On a metered connection it waits for consent first, to just
   * these files.
   * @throws ClassifierError
   */
  async load<T extends readonly Promise<unknown>[] | []>(
    files: readonly ModelFile[],
    start: (load: Load) => T,
  ) {
    this.#progress = { loaded: 0, total: sizeOf(files) }
    this.#announce()
    await this.#consent(files)
    const load = async (
      file: ModelFile,
      onProgress: (loaded: number) => void,
      signal: AbortSignal,
    ): Promise<Bytes> => {
      for (;;) {
        await this.#opened()
        const { controller, unlink } = linkedController(signal, this.#pausing.signal)
        try {
          return await this.#files.load(file, onProgress, controller.signal)
        } catch (error) {
          if (!(error instanceof Paused)) throw error
        } finally {
          unlink()
        }
      }
    }
    const onProgress = (loaded: number) => {
      this.#progress = { ...this.#progress, loaded }
      if (!this.#pause) this.#announce()
    }
    try {
      return await loadTogether(load, onProgress, undefined, start)
    } finally {
      this.resume() // a pause that came when all was here pauses nothing
    }
  }

  /** Bytes of `files` that are not stored yet. */
  async missing(files: readonly ModelFile[]): Promise<number> {
    const stored = await Promise.all(files.map((file) => this.#files.storedBytes(file)))
    return sizeOf(files) - stored.reduce((a, b) => a + b, 0)
  }

  async #consent(files: readonly ModelFile[]): Promise<void> {
    if (!this.#metered) return
    const asked = files.filter(({ sha256 }) => !this.#agreed.has(sha256))
    if ((await this.missing(asked)) === 0) return
    if (!this.#pause) this.#close('metered')
    await this.#opened()
    for (const { sha256 } of asked) this.#agreed.add(sha256)
  }

  #close(reason: 'person' | 'metered'): void {
    this.#pause = { reason, waiting: [] }
    this.#announce()
    this.#pausing.abort(new Paused())
  }

  #opened(): Promise<void> {
    const pause = this.#pause
    return pause ? new Promise((resolve) => pause.waiting.push(resolve)) : Promise.resolve()
  }

  #announce(): void {
    this.#onState(
      this.#pause
        ? { status: 'paused', reason: this.#pause.reason, ...this.#progress }
        : { status: 'downloading', ...this.#progress },
    )
  }
}
