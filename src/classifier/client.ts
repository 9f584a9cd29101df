/** The page's side: starts the worker, numbers requests, and gives them to the next worker when one is replaced. */
import type { Build } from './backends/engine.ts'
import type { Every } from './backends/watchdog.ts'
import { startBoundWorker, type WorkerPolicy } from './bound-worker.ts'
import { browserObstacle, savesData, threadLimit } from './environment.ts'
import { ClassifierError } from './errors.ts'
import type { ClassifyRequest, IdentifiedRequest, Request, Response, Result } from './protocol.ts'
import type {
  BackendName,
  BackendNote,
  Classification,
  Classifier,
  ClassifyOptions,
  ComputeChoice,
  Measurable,
  Measurement,
  MeasureOptions,
  ModelState,
  Prepared,
  Priority,
  Source,
} from './types.ts'
import workerUrl from './worker.ts?worker&url'

export interface ClassifierOptions {
  /** Of the model's manifest, whose name holds its hash; left out where the site has no model. */
  manifestUrl?: string | URL
  /** Forces a backend, one that the automatic choice would refuse too; `auto` unless told. */
  backend?: ComputeChoice['backend']
  /** The network to the last digit, as PyTorch has it, instead of the small file. */
  exact?: boolean
  /** Fewer threads than the device has. */
  maxThreads?: number
  /** Forces the engine's kernels, for tests and the bench. */
  build?: Build
  /** How a content security policy comes to bind the worker: `'served'` unless told. */
  workerPolicy?: WorkerPolicy
  /**
   * Asked once the model is ready: whether what other versions of the site have stored may go, since none is open. It
   * stays unless told.
   */
  mayDeleteOld?: () => Promise<boolean>
}

/** What the client needs of the page; a test has its own. */
export interface ClientParts {
  /** Address of the page's folder. */
  site: string
  startWorker(): Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>
  obstacle(): ClassifierError | undefined
  savesData(): boolean
  maxThreads: number
  every: Every
}

interface Pending {
  request: IdentifiedRequest
  finish(result: Result): void
  reject(reason: unknown): void
  /** Taken away once it has been called. */
  onPrepared: ((prepared: Prepared) => void) | undefined
  onProgress: MeasureOptions['onProgress']
}

type RequestOptions = Pick<ClassifyOptions, 'signal' | 'onPrepared'> & Pick<MeasureOptions, 'onProgress'>

/** While there is something to wait for, the worker is asked so often whether it lives. Milliseconds. */
const BEAT = 5000

/**
 * A worker that is silent for so many beats of this page's timer hangs in its runtime, where its own watchdog can't run.
 * Time in which the page is frozen has no beats. Two minutes: a run on the slowest phones takes some seconds.
 */
const SILENT_BEATS = 24

export class ClassifierClient implements Classifier {
  readonly #options: ClassifierOptions
  readonly #parts: ClientParts
  readonly #listeners = new Set<() => void>()
  readonly #pending = new Map<number, Pending>()
  /** Numbers of the photos that were to be kept: in the worker each arrives as another object. */
  readonly #keys = new WeakMap<Source, number>()
  #choice: ComputeChoice
  #state: ModelState = { status: 'absent' }
  #worker: ReturnType<ClientParts['startWorker']> | undefined
  /** Backends that hung in a worker that was replaced. */
  #except: BackendNote[] = []
  #storesNothing = false
  #askedToClean = false
  #lastId = 0
  #lastKey = 0
  #silent = 0
  #stopBeating: (() => void) | undefined
  /** Set once, when nothing can work any more. */
  #ended: ClassifierError | undefined

  constructor(options: ClassifierOptions, parts: ClientParts) {
    this.#options = options
    this.#parts = parts
    this.#choice = { backend: options.backend ?? 'auto', exact: options.exact ?? false }
    this.#start()
  }

  get state(): ModelState {
    return this.#state
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Bound: it is handed on alone. */
  readonly classify = (source: Source, options: ClassifyOptions = {}): Promise<Classification> => {
    const { want = {}, view = { kind: 'center' }, priority = 'now', keep = false, latestOf } = options
    const { colorSpaceConversion = 'default', onPrepared, signal } = options
    const toRequest = (id: number): ClassifyRequest => ({
      type: 'classify',
      id,
      source,
      want,
      view,
      priority,
      colorSpaceConversion,
      announces: onPrepared !== undefined,
      ...(keep ? { keep: `${this.#keyOf(source)}-${colorSpaceConversion}` } : {}),
      ...(latestOf === undefined ? {} : { latestOf }),
    })
    return this.#ask(toRequest, (result) => (result.type === 'answer' ? result.classification : undefined), {
      ...(signal ? { signal } : {}),
      ...(onPrepared ? { onPrepared } : {}),
    })
  }

  prioritise(source: Source, priority: Priority): void {
    for (const pending of this.#pending.values()) {
      const { request } = pending
      if (request.type !== 'classify' || request.source !== source) continue
      pending.request = { ...request, priority }
      this.#post({ type: 'prioritise', id: request.id, priority })
    }
  }

  forget(): void {
    this.#post({ type: 'forget' })
  }

  pause(): void {
    this.#post({ type: 'pause' })
  }

  resume(): void {
    this.#post({ type: 'resume' })
  }

  retry(): void {
    if (this.#ended || this.#state.status !== 'failed') return
    this.#except = []
    this.#restart()
  }

  configure(change: Partial<ComputeChoice>): void {
    const next = { ...this.#choice, ...change }
    const same = next.backend === this.#choice.backend && next.exact === this.#choice.exact
    if (this.#ended || same) return
    this.#choice = next
    this.#except = []
    this.#restart()
  }

  measurable(): Promise<Measurable[]> {
    return this.#ask(
      (id) => ({ type: 'measurable', id }),
      (result) => (result.type === 'measurable' ? result.measurable : undefined),
    )
  }

  measure(options: MeasureOptions = {}): Promise<Measurement[]> {
    return this.#ask(
      (id) => ({ type: 'measure', id }),
      (result) => (result.type === 'measured' ? result.measurements : undefined),
      options,
    )
  }

  async adopt(backend: BackendName): Promise<void> {
    await this.#ask((id) => ({ type: 'adopt', id, backend }), isDone)
    const serves = this.#state.status === 'ready' && this.#state.backend === backend
    if (this.#choice.backend === 'auto' && !serves && !this.#ended) this.#restart()
  }

  async stopStoring(): Promise<void> {
    this.#storesNothing = true
    if (!this.#worker) return
    // a worker that has ended writes nothing either
    await this.#ask((id) => ({ type: 'stop-storing', id }), isDone).catch(() => {})
  }

  dispose(): void {
    this.#ended = new ClassifierError('internal', 'The classifier has been disposed of.')
    this.#endWorker()
    this.#rejectAll(this.#ended)
    this.#listeners.clear()
  }

  #keyOf(source: Source): number {
    const key = this.#keys.get(source) ?? ++this.#lastKey
    this.#keys.set(source, key)
    return key
  }

  #setState(state: ModelState): void {
    this.#state = state
    for (const listener of [...this.#listeners]) listener()
  }

  /** @param read the result's value, or `undefined` for a result of another kind */
  #ask<T>(
    toRequest: (id: number) => IdentifiedRequest,
    read: (result: Result) => T | undefined,
    { signal, onPrepared, onProgress }: RequestOptions = {},
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      signal?.throwIfAborted()
      if (this.#ended) throw this.#ended
      if (!this.#worker && this.#state.status === 'failed')
        throw new ClassifierError(this.#state.code, this.#state.message)
      const id = ++this.#lastId
      const abort = () => {
        this.#take(id)?.reject(signal?.reason)
        this.#post({ type: 'abort', id })
      }
      const unlink = () => signal?.removeEventListener('abort', abort)
      signal?.addEventListener('abort', abort, { once: true })
      const pending: Pending = {
        request: toRequest(id),
        finish(result) {
          unlink()
          const value = read(result)
          if (value !== undefined) resolve(value)
          else reject(toReason(result))
        },
        reject(reason) {
          unlink()
          reject(reason)
        },
        onPrepared,
        onProgress,
      }
      this.#pending.set(id, pending)
      this.#send(pending)
      this.#stopBeating ??= this.#parts.every(BEAT, () => this.#beat())
    })
  }

  /** Takes a request out of those that wait. */
  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    if (this.#pending.size === 0) {
      this.#stopBeating?.()
      this.#stopBeating = undefined
    }
    return pending
  }

  #post(request: Request): void {
    this.#worker?.postMessage(request)
  }

  #send({ request }: Pending): void {
    try {
      this.#post(request)
    } catch (cause) {
      // pixels that are closed can't be sent
      const error = new ClassifierError('damaged-image', 'The photo can no longer be read.', { cause })
      this.#take(request.id)?.reject(error)
    }
  }

  #start(): void {
    const obstacle = this.#parts.obstacle()
    if (obstacle) {
      this.#fail(obstacle)
      return
    }
    try {
      this.#worker = this.#listen(this.#parts.startWorker())
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      this.#fail(new ClassifierError('worker-blocked', reason, { cause }))
      return
    }
    const { manifestUrl, build, maxThreads = Number.POSITIVE_INFINITY } = this.#options
    const { site } = this.#parts
    const { backend, exact } = this.#choice
    this.#post({
      type: 'load',
      site,
      exact,
      ...(manifestUrl === undefined ? {} : { manifestUrl: new URL(manifestUrl, site).href }),
      ...(backend === 'auto' ? {} : { backend }),
      maxThreads: Math.min(this.#parts.maxThreads, maxThreads),
      metered: this.#parts.savesData(),
      ...(build ? { build } : {}),
      except: this.#except,
      storesNothing: this.#storesNothing,
    })
    for (const pending of [...this.#pending.values()]) this.#send(pending)
  }

  #listen(worker: ReturnType<ClientParts['startWorker']>) {
    let heard = false
    worker.addEventListener('message', ({ data }: MessageEvent<Response>) => {
      heard = true
      if (this.#worker === worker) this.#receive(data)
      else closeCrop(data) // what one that has been replaced had already sent
    })
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      if (this.#worker !== worker) return
      const reason = event.message || 'its script could not be run'
      this.#fail(new ClassifierError(heard ? 'internal' : 'worker-blocked', `The worker stopped: ${reason}.`))
    })
    return worker
  }

  /** Another worker, for what waits too: the memory of a runtime is never given back otherwise. */
  #restart(): void {
    this.#endWorker()
    this.#setState({ status: 'absent' })
    this.#start()
  }

  #endWorker(): void {
    this.#worker?.terminate()
    this.#worker = undefined
    this.#silent = 0
  }

  #fail(error: ClassifierError): void {
    this.#endWorker()
    this.#setState({ status: 'failed', code: error.code, message: error.message })
    this.#rejectAll(error)
  }

  #rejectAll(error: ClassifierError): void {
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(error)
  }

  #receive(message: Response): void {
    this.#silent = 0
    switch (message.type) {
      case 'pong':
        return
      case 'state':
        this.#setState(message.state)
        if (message.state.status === 'ready') this.#cleanOnce()
        return
      case 'prepared':
        this.#receivePrepared(message.id, message.prepared)
        return
      case 'progress':
        this.#pending.get(message.id)?.onProgress?.(message.loaded, message.total)
        return
      default: {
        const pending = this.#take(message.id)
        if (pending) pending.finish(message)
        else closeCrop(message) // aborted while the answer was on its way
      }
    }
  }

  #receivePrepared(id: number, prepared: Prepared): void {
    const pending = this.#pending.get(id)
    const onPrepared = pending?.onPrepared
    if (pending && onPrepared) {
      pending.onPrepared = undefined // a second worker prepares it again
      onPrepared(prepared)
    } else prepared.crop?.close()
  }

  #cleanOnce(): void {
    const { mayDeleteOld } = this.#options
    if (this.#askedToClean || !mayDeleteOld) return
    this.#askedToClean = true
    mayDeleteOld().then(
      (may) => {
        if (may && !this.#storesNothing) this.#post({ type: 'clean' })
      },
      () => {}, // nothing goes
    )
  }

  #beat(): void {
    if (this.#state.status !== 'ready') {
      this.#silent = 0
      return
    }
    this.#silent += 1
    if (this.#silent <= SILENT_BEATS) {
      this.#post({ type: 'ping' })
      return
    }
    const { backend } = this.#state
    const reason = `no sign of life for ${(SILENT_BEATS * BEAT) / 1000} seconds`
    this.#except = [...this.#except, { backend, reason, failed: true }]
    this.#restart()
  }
}

/** Of a message that nobody waits for. */
function closeCrop(message: Response): void {
  if (message.type === 'answer') message.classification.crop?.close()
  if (message.type === 'prepared') message.prepared.crop?.close()
}

function isDone(result: Result): true | undefined {
  return result.type === 'done' ? true : undefined
}

/** Why a request got no value. */
function toReason(result: Result): Error {
  if (result.type === 'error') return new ClassifierError(result.code, result.message)
  if (result.type === 'replaced') return new DOMException('A newer photo has taken its place.', 'AbortError')
  return new ClassifierError('internal', `The worker answered with ${result.type}.`)
}

/**
 * Starts a worker that classifies photos, and loads the model at once.
 *
 * Never throws: what goes wrong is in `state`, and in the rejections of `classify`.
 */
export function createClassifier(options: ClassifierOptions = {}): Classifier {
  const policy = options.workerPolicy ?? 'served'
  return new ClassifierClient(options, {
    site: new URL('./', document.baseURI).href,
    startWorker: () => startBoundWorker(workerUrl, policy, 'classifier'),
    obstacle: browserObstacle,
    savesData,
    maxThreads: threadLimit(policy),
    every(milliseconds, callback) {
      const timer = setInterval(callback, milliseconds)
      return () => clearInterval(timer)
    },
  })
}
