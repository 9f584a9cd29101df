/**
 * The bounded queue of photos: each is prepared, which needs no model, then inferred by the backend that serves. One of
 * each at a time: big photos don't share memory, and a runtime can't run two at once. While one is inferred, the next
 * ones are prepared, a few and no more.
 */
import { toClassification } from './answer.ts'
import type { BackendResult, Outputs } from './backends/backend.ts'
import { type ClassifierError, toClassifierError } from './errors.ts'
import type { Exclusive } from './measure.ts'
import { closeSource, type PhotoRequest, type PreparedPhoto } from './prepare.ts'
import type { Serving } from './start-backend.ts'
import type { Classification, Prepared, Priority, Want } from './types.ts'

export interface Job extends PhotoRequest {
  id: number
  want: Want
  priority: Priority
  /** Of the jobs with the same name only the latest waits. */
  latestOf?: string
  /** Whether `onPrepared` is to be told, and gets the crop. */
  announces: boolean
}

export interface PipelineParts {
  prepare(request: PhotoRequest): Promise<PreparedPhoto>
  /** @param rgb `[224, 224, 3]` */
  toBitmap(rgb: Uint8Array): Promise<ImageBitmap>
  ready(): Promise<Serving>
  reportBroken(serving: Serving, reason: string): void
  /** Lets the thread's messages be handled: one of them may abort what would come next. */
  yieldThread(): Promise<void>
  /** Milliseconds. */
  now(): number
  onPrepared(id: number, prepared: Prepared): void
  onAnswer(id: number, classification: Classification): void
  onError(id: number, error: ClassifierError): void
  /** A newer job has taken its place. */
  onReplaced(id: number): void
}

interface Entry {
  job: Job
  /** Rises with each job. */
  order: number
  controller: AbortController
}

interface PreparedEntry extends Entry {
  photo: PreparedPhoto
}

/** So many photos wait for the backend, of each priority. */
const AHEAD = 2

const RANKS: Record<Priority, number> = { now: 0, next: 1, batch: 2 }

const rankOf = ({ job }: Entry) => RANKS[job.priority]

/** Takes the entry that comes first out of a list. */
function takeFirst<T extends Entry>(entries: T[]): T | undefined {
  const first = entries.toSorted((a, b) => rankOf(a) - rankOf(b) || a.order - b.order)[0]
  if (first) entries.splice(entries.indexOf(first), 1)
  return first
}

export class Pipeline {
  readonly #parts: PipelineParts
  readonly #waiting: Entry[] = []
  #preparing: Entry | undefined
  readonly #prepared: PreparedEntry[] = []
  #inferring: Entry | undefined
  #emptying = false
  #order = 0
  /** Ends with what computes. */
  #computing: Promise<unknown> = Promise.resolve()

  constructor(parts: PipelineParts) {
    this.#parts = parts
  }

  /** Takes the source over: pixels are closed here. */
  add(job: Job): void {
    const { latestOf } = job
    if (latestOf !== undefined) {
      for (const { job: former } of this.#notComputing()) {
        if (former.latestOf !== latestOf) continue
        this.abort(former.id)
        this.#parts.onReplaced(former.id)
      }
    }
    this.#waiting.push({ job, order: this.#order++, controller: new AbortController() })
    this.#prepareNext()
  }

  prioritise(id: number, priority: Priority): void {
    for (const entry of this.#notComputing()) if (entry.job.id === id) entry.job = { ...entry.job, priority }
    this.#prepareNext()
  }

  /** Nothing is said of the job from now on, and it costs no further inference. */
  abort(id: number): void {
    const has = (entry: Entry | undefined) => entry?.job.id === id
    for (const entry of this.#waiting.filter(has)) closeSource(entry.job.source)
    for (const entry of [...this.#notComputing(), this.#inferring]) if (has(entry)) entry?.controller.abort()
    for (const entries of [this.#waiting, this.#prepared]) {
      const at = entries.findIndex(has)
      if (at >= 0) entries.splice(at, 1)
    }
    this.#prepareNext()
  }

  /** Runs `work` while no photo is inferred. */
  readonly exclusive: Exclusive = (work) => {
    const result = this.#computing.then(work)
    this.#computing = result.then(
      () => {},
      () => {},
    )
    return result
  }

  #notComputing(): Entry[] {
    const preparing = this.#preparing && !this.#preparing.controller.signal.aborted ? [this.#preparing] : []
    return [...this.#waiting, ...preparing, ...this.#prepared]
  }

  #prepareNext(): void {
    if (this.#preparing) return
    const next = takeFirst([...this.#waiting])
    if (!next) return
    // one that overtakes does not wait for those that it overtakes
    const ahead = this.#prepared.filter((entry) => rankOf(entry) <= rankOf(next))
    if (ahead.length >= AHEAD) return
    this.#waiting.splice(this.#waiting.indexOf(next), 1)
    this.#preparing = next
    void this.#prepare(next)
  }

  async #prepare(entry: Entry): Promise<void> {
    const { controller } = entry
    try {
      const photo = await this.#parts.prepare(entry.job)
      if (entry.job.announces && !controller.signal.aborted) await this.#announce(entry, photo)
      else photo.thumbnail?.close()
      if (!controller.signal.aborted) this.#prepared.push({ ...entry, photo })
    } catch (error) {
      if (!controller.signal.aborted) this.#parts.onError(entry.job.id, toClassifierError(error))
    }
    this.#preparing = undefined
    void this.#empty()
    this.#prepareNext()
  }

  async #announce({ job, controller }: Entry, photo: PreparedPhoto): Promise<void> {
    const { inputs, width, height, thumbnail } = photo
    const crop = job.want.crop ? await this.#parts.toBitmap(inputs[0].rgb) : undefined
    if (controller.signal.aborted) {
      crop?.close()
      thumbnail?.close()
    } else this.#parts.onPrepared(job.id, { crop, width, height, ...(thumbnail ? { thumbnail } : {}) })
  }

  /** Infers what is prepared, until there is no more. */
  async #empty(): Promise<void> {
    if (this.#emptying) return
    this.#emptying = true
    while (this.#prepared.length > 0) {
      try {
        const serving = await this.#parts.ready()
        await this.exclusive(() => this.#inferNext(serving))
      } catch (error) {
        const next = takeFirst(this.#prepared)
        if (next) this.#parts.onError(next.job.id, toClassifierError(error))
      }
      this.#prepareNext()
    }
    this.#emptying = false
  }

  async #inferNext(serving: Serving): Promise<void> {
    await this.#parts.yieldThread()
    const entry = takeFirst(this.#prepared)
    if (!entry) return
    this.#prepareNext()
    this.#inferring = entry
    await this.#infer(entry, serving)
    this.#inferring = undefined
  }

  async #infer(entry: PreparedEntry, serving: Serving): Promise<void> {
    const { controller, photo, job } = entry
    const { signal } = controller
    const start = this.#parts.now()
    let results: BackendResult[]
    try {
      results = await this.#run(photo, job.want, serving, signal)
    } catch (error) {
      if (signal.aborted && error === signal.reason) return
      this.#parts.reportBroken(serving, error instanceof Error ? error.message : String(error))
      // all of it again, by the next backend: an answer comes from one
      if (!signal.aborted) this.#prepared.push(entry)
      return
    }
    if (!signal.aborted) await this.#answer(entry, results, this.#parts.now() - start, serving)
  }

  async #run(
    { inputs }: PreparedPhoto,
    { maps, features }: Want,
    { backend }: Serving,
    signal: AbortSignal,
  ): Promise<BackendResult[]> {
    const outputs: Outputs = { ...(maps ? { maps } : {}), ...(features ? { features } : {}) }
    const results: BackendResult[] = []
    for (const { rgb } of inputs) {
      if (results.length > 0) await this.#parts.yieldThread()
      signal.throwIfAborted()
      const result = await backend.run(rgb, outputs, signal)
      if (!result.logits.every(Number.isFinite)) throw new Error('the logits are not finite')
      results.push(result)
    }
    return results
  }

  async #answer(
    { job, photo, controller }: PreparedEntry,
    results: readonly BackendResult[],
    inference: number,
    serving: Serving,
  ): Promise<void> {
    const { id, want, announces } = job
    try {
      const classification = toClassification(photo, results, inference, serving, want)
      const crop = want.crop && !announces ? await this.#parts.toBitmap(photo.inputs[0].rgb) : undefined
      if (controller.signal.aborted) crop?.close()
      else this.#parts.onAnswer(id, { ...classification, ...(crop ? { crop } : {}) })
    } catch (error) {
      if (!controller.signal.aborted) this.#parts.onError(id, toClassifierError(error))
    }
  }
}
