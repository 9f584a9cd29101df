/**
 * The life of a loaded network: absent, downloading, paused, starting, ready, failed. It alone loads, tests, falls
 * back and releases backends. Another choice of a person begins another session, in another worker: a runtime never
 * gives its memory back.
 */
import type { Manifest, MissingModel, ModelFile } from '../network/manifest.ts'
import { candidates, variantFor } from './backends/candidates.ts'
import type { RememberedBackend } from './backends/remembered.ts'
import { Downloads, type GroupLoad, loadTogether } from './downloads.ts'
import { ClassifierError, toClassifierError } from './errors.ts'
import type { FileStore } from './files/file-store.ts'
import { type Exclusive, measureBackends } from './measure.ts'
import type { LoadRequest } from './protocol.ts'
import {
  BackendFault,
  type Needs,
  release,
  type Serving,
  type StartParts,
  startBackend,
} from './start-backend.ts'
import type { BackendName, BackendNote, Measurable, Measurement, ModelState } from './types.ts'

export interface SessionOptions extends Pick<LoadRequest, 'backend' | 'exact' | 'metered' | 'except'> {
  /** Of the manifest, absolute; left out where the site has no model. */
  manifestUrl?: string | undefined
  /** Whether WebGPU may be offered where it is there. */
  offersWebgpu: boolean
}

export interface SessionParts extends StartParts {
  files: FileStore
  remembered: RememberedBackend
  loadManifest(url: URL): Promise<Manifest>
  loadMissing(): Promise<MissingModel | undefined>
  onState(state: ModelState): void
}

const ALL: readonly BackendName[] = ['engine', 'wasm', 'webgpu']

export class Session {
  readonly #options: SessionOptions
  readonly #parts: SessionParts
  readonly #downloads: Downloads
  readonly #manifest: Promise<Manifest>
  readonly #notes: BackendNote[]
  /** Those that have not been tried yet, in order. */
  #candidates: BackendName[] = []
  #serving: Serving | undefined
  #failure: ClassifierError | undefined
  #offer: { backend: 'webgpu'; downloadBytes: number } | undefined
  /** Photos that wait for a backend. */
  #waiting: { resolve(serving: Serving): void; reject(error: ClassifierError): void }[] = []

  /** Loads at once. */
  constructor(options: SessionOptions, parts: SessionParts) {
    this.#options = options
    this.#parts = parts
    this.#notes = [...options.except]
    this.#downloads = new Downloads(parts.files, options.metered, parts.onState)
    parts.onState({ status: 'downloading', loaded: 0, total: 0 })
    this.#manifest = options.manifestUrl
      ? parts.loadManifest(new URL(options.manifestUrl))
      : Promise.reject(new ClassifierError('model-missing', 'The site was set up without a model.'))
    void this.#begin()
  }

  pause(): void {
    if (!this.#serving && !this.#failure) this.#downloads.pause()
  }

  resume(): void {
    this.#downloads.resume()
  }

  /**
   * What answers photos, as soon as there is something.
   * @throws ClassifierError when there never will be
   */
  ready(): Promise<Serving> {
    if (this.#serving) return Promise.resolve(this.#serving)
    if (this.#failure) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  /** Leaves a backend that has broken for the next one. Whoever needs one asks `ready` again. */
  reportBroken(serving: Serving, reason: string): void {
    if (this.#serving !== serving) return
    this.#serving = undefined
    this.#notes.push({ backend: serving.backend.name, reason, failed: true })
    release(serving.backend)
    void this.#startNext()
  }

  async #begin(): Promise<void> {
    try {
      const manifest = await this.#manifest
      const { backend, exact, except } = this.#options
      const remembered = backend ? undefined : await this.#remembered(manifest)
      const names = candidates(backend, remembered)
      this.#candidates = names.filter(
        (name) =>
          variantFor(manifest, name, exact) !== undefined && !except.some((note) => note.backend === name),
      )
      const obstacle = remembered === 'webgpu' ? await this.#parts.starters.webgpu.obstacle() : undefined
      if (obstacle !== undefined) this.#leave('webgpu', obstacle)
      await this.#startNext()
      // an offer is an extra: without it all goes on
      if (!backend && !remembered) await this.#lookForOffer(manifest).catch(() => {})
    } catch (error) {
      await this.#fail(error)
    }
  }

  async #remembered(manifest: Manifest): Promise<BackendName | undefined> {
    const file = this.#automaticFile(manifest)
    return file && this.#parts.remembered.recall(file.sha256)
  }

  /** The file that `auto` stands for: what is remembered holds for it. */
  #automaticFile(manifest: Manifest): ModelFile | undefined {
    const [first] = candidates(undefined, undefined).flatMap(
      (name) => variantFor(manifest, name, this.#options.exact) ?? [],
    )
    return first?.file
  }

  #leave(backend: BackendName, reason: string): void {
    this.#candidates = this.#candidates.filter((name) => name !== backend)
    this.#notes.push({ backend, reason })
  }

  /** Tries the candidates, one after another, until one serves. */
  async #startNext(): Promise<void> {
    let unreachable: ClassifierError | undefined
    for (;;) {
      const backend = this.#candidates.shift()
      if (!backend) break
      try {
        // without a connection only what is stored can serve
        if (unreachable && !(await this.#isStored(backend))) continue
        this.#serve(await this.#start(backend))
        return
      } catch (error) {
        if (error instanceof BackendFault) {
          this.#notes.push({ backend, reason: error.message, failed: true })
        } else if (isUnreachable(error)) {
          unreachable ??= error
          this.#notes.push({ backend, reason: error.message })
        } else {
          await this.#fail(error)
          return
        }
      }
    }
    const reasons = this.#notes.map(({ backend, reason }) => `${backend}: ${reason}`).join('; ')
    await this.#fail(unreachable ?? new ClassifierError('inference-failed', reasons))
  }

  async #start(name: BackendName): Promise<Serving> {
    return startBackend(
      await this.#needs(name),
      this.#parts,
      (files, start) => this.#downloads.load(files, start),
      () => this.#parts.onState({ status: 'starting' }),
    )
  }

  async #needs(name: BackendName): Promise<Needs> {
    const manifest = await this.#manifest
    const variant = variantFor(manifest, name, this.#options.exact)
    if (!variant) throw new BackendFault('no variant of the model serves it')
    const { runtime } = this.#parts.starters[name]
    return { name, manifest, variant, files: [manifest.similar, variant.file, ...(runtime ? [runtime] : [])] }
  }

  async #isStored(name: BackendName): Promise<boolean> {
    return (await this.#downloads.missing((await this.#needs(name)).files)) === 0
  }

  #serve(serving: Serving): void {
    this.#serving = serving
    this.#announceReady()
    const waiting = this.#waiting
    this.#waiting = []
    for (const { resolve } of waiting) resolve(serving)
  }

  async #fail(cause: unknown): Promise<void> {
    const error = toClassifierError(cause)
    const { code, message } = error
    const missing = code === 'model-missing' ? await this.#parts.loadMissing() : undefined
    this.#failure = error
    this.#parts.onState({ status: 'failed', code, message, ...(missing ? { missing } : {}) })
    const waiting = this.#waiting
    this.#waiting = []
    for (const { reject } of waiting) reject(error)
  }

  #announceReady(): void {
    if (!this.#serving) return
    const { backend, model, classes } = this.#serving
    const notKept = this.#parts.files.obstacle
    this.#parts.onState({
      status: 'ready',
      backend: backend.name,
      threads: backend.threads,
      model,
      classes,
      notes: [...this.#notes],
      ...(notKept === undefined ? {} : { notKept }),
      ...(this.#offer ? { offer: this.#offer } : {}),
    })
  }

  /** Finds out whether WebGPU may be worth measuring here; a person is told only where nothing is saved by silence. */
  async #lookForOffer(manifest: Manifest): Promise<void> {
    const { exact, offersWebgpu, metered } = this.#options
    if (!this.#serving || !variantFor(manifest, 'webgpu', exact)) return
    const obstacle = await this.#parts.starters.webgpu.obstacle()
    if (obstacle !== undefined) this.#notes.push({ backend: 'webgpu', reason: obstacle })
    else if (offersWebgpu && !metered) {
      const downloadBytes = await this.#downloads.missing((await this.#needs('webgpu')).files)
      this.#offer = { backend: 'webgpu', downloadBytes }
    }
    this.#announceReady()
  }

  /** What measuring would download, before anything is downloaded. */
  async measurable(): Promise<Measurable[]> {
    const manifest = await this.#manifest
    const names = ALL.filter((name) => variantFor(manifest, name, this.#options.exact))
    return Promise.all(
      names.map(async (backend) => {
        const obstacle = await this.#parts.starters[backend].obstacle()
        if (obstacle !== undefined) return { backend, downloadBytes: 0, obstacle }
        return { backend, downloadBytes: await this.#downloads.missing((await this.#needs(backend)).files) }
      }),
    )
  }

  /**
   * Runs each backend that is there on a known picture, while no photo is computed.
   * @throws ClassifierError, or the signal's reason when aborted
   */
  async measure(
    exclusive: Exclusive,
    onProgress: (loaded: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<Measurement[]> {
    const { files } = this.#parts
    const serving = await this.ready()
    const bring = async (name: BackendName) => {
      const loadGroup: GroupLoad = (group, start) => {
        const total = group.reduce((sum, { bytes }) => sum + bytes, 0)
        return loadTogether(
          (file, onLoaded, ended) => files.load(file, onLoaded, ended),
          (loaded) => onProgress(loaded, total),
          signal,
          start,
        )
      }
      return (await startBackend(await this.#needs(name), this.#parts, loadGroup, () => {})).backend
    }
    const measurable = await this.measurable()
    const measurements = await measureBackends(measurable, serving.backend, bring, exclusive, signal)
    const manifest = await this.#manifest
    if (!(await this.#remembered(manifest))) await this.adopt(serving.backend.name)
    this.#offer = undefined
    this.#announceReady()
    return measurements
  }

  /** Remembers what `auto` means here from now on. */
  async adopt(backend: BackendName): Promise<void> {
    const file = this.#automaticFile(await this.#manifest)
    if (file) await this.#parts.remembered.remember(file.sha256, backend)
  }

  /** Removes from the storage what this version of the site does not need. */
  async clean(): Promise<void> {
    const manifest = await this.#manifest
    const runtimes = Object.values(this.#parts.starters).flatMap(({ runtime }) => runtime ?? [])
    const models = manifest.variants.map(({ file }) => file)
    await this.#parts.files.keepOnly([manifest.similar, ...models, ...runtimes])
  }

  /** Resolves when no write is under way; nothing is written from now on. */
  async stopStoring(): Promise<void> {
    await Promise.all([this.#parts.files.stop(), this.#parts.remembered.stop()])
  }
}

function isUnreachable(error: unknown): error is ClassifierError {
  return error instanceof ClassifierError && (error.code === 'network' || error.code === 'page-outdated')
}
