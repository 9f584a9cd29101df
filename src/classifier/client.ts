/** The page's side: starts the worker, numbers requests, and gives them to the next worker when one is replaced. */
import type { Every } from './backends/watchdog.ts'
import { startBoundWorker, type WorkerPolicy } from './bound-worker.ts'
import { browserObstacle, savesData, threadLimit } from './environment.ts'
import { ClassifierError } from './errors.ts'
import { Heartbeat, SILENCE } from './heartbeat.ts'
import { closeBitmaps, PendingRequests, type RequestOptions } from './pending.ts'
import type {
  ClassifyRequest,
  IdentifiedRequest,
  LoadRequest,
  Request,
  Response,
  Result,
} from './protocol.ts'
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
  /** The worker loads at once what the request says. */
  startWorker(load: LoadRequest): Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>
  obstacle(): ClassifierError | undefined
  savesData(): boolean
  maxThreads: number
  every: Every
}

export class ClassifierClient implements Classifier {
  readonly #options: ClassifierOptions
  readonly #parts: ClientParts
  readonly #listeners = new Set<() => void>()
  readonly #pending: PendingRequests
  readonly #heartbeat: Heartbeat
  /** Numbers of the photos that were to be kept: in the worker each arrives as another object. */
  readonly #keys = new WeakMap<Source, number>()
  #choice: ComputeChoice
  #state: ModelState = { status: 'absent' }
  #worker: ReturnType<ClientParts['startWorker']> | undefined
  /** Backends that hung in a worker that was replaced. */
  #except: BackendNote[] = []
  #storesNothing = false
  #askedToClean = false
  #lastKey = 0
  /** Set once, when nothing can work any more. */
  #ended: ClassifierError | undefined

  constructor(options: ClassifierOptions, parts: ClientParts) {
    this.#options = options
    this.#parts = parts
    this.#choice = { backend: options.backend ?? 'auto', exact: options.exact ?? false }
    this.#heartbeat = new Heartbeat({
      every: parts.every,
      isExpected: () => this.#state.status === 'ready',
      ping: () => this.#post({ type: 'ping' }),
      onSilent: () => this.#leaveSilent(),
    })
    this.#pending = new PendingRequests((request) => this.#post(request), this.#heartbeat)
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

  thumbnail(source: Blob, side: number, options: Pick<ClassifyOptions, 'signal'> = {}): Promise<ImageBitmap> {
    return this.#ask(
      (id) => ({ type: 'thumbnail', id, source, side }),
      (result) => (result.type === 'thumbnail' ? result.bitmap : undefined),
      options,
    )
  }

  prioritise(source: Source, priority: Priority): void {
    this.#pending.prioritise(source, priority)
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
    this.#pending.rejectAll(this.#ended)
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

  async #ask<T>(
    toRequest: (id: number) => IdentifiedRequest,
    read: (result: Result) => T | undefined,
    options: RequestOptions = {},
  ): Promise<T> {
    if (this.#ended) throw this.#ended
    if (!this.#worker && this.#state.status === 'failed')
      throw new ClassifierError(this.#state.code, this.#state.message)
    return this.#pending.ask(toRequest, read, options)
  }

  #post(request: Request): void {
    this.#worker?.postMessage(request)
  }

  #start(): void {
    const obstacle = this.#parts.obstacle()
    if (obstacle) {
      this.#fail(obstacle)
      return
    }
    try {
      this.#worker = this.#listen(this.#parts.startWorker(this.#loadRequest()))
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      this.#fail(new ClassifierError('worker-blocked', reason, { cause }))
      return
    }
    this.#pending.resend()
  }

  #loadRequest(): LoadRequest {
    const { manifestUrl } = this.#options
    const { site, maxThreads } = this.#parts
    const { backend, exact } = this.#choice
    return {
      type: 'load',
      site,
      exact,
      ...(manifestUrl === undefined ? {} : { manifestUrl: new URL(manifestUrl, site).href }),
      ...(backend === 'auto' ? {} : { backend }),
      maxThreads,
      metered: this.#parts.savesData(),
      except: this.#except,
      storesNothing: this.#storesNothing,
    }
  }

  #listen(worker: ReturnType<ClientParts['startWorker']>) {
    let heard = false
    worker.addEventListener('message', ({ data }: MessageEvent<Response>) => {
      heard = true
      if (this.#worker === worker) this.#receive(data)
      else closeBitmaps(data) // what one that has been replaced had already sent
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
    this.#heartbeat.heard()
  }

  #fail(error: ClassifierError): void {
    this.#endWorker()
    this.#setState({ status: 'failed', code: error.code, message: error.message })
    this.#pending.rejectAll(error)
  }

  #receive(message: Response): void {
    this.#heartbeat.heard()
    if (message.type === 'pong') return
    if (message.type !== 'state') {
      this.#pending.receive(message)
      return
    }
    this.#setState(message.state)
    if (message.state.status === 'ready') this.#cleanOnce()
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

  /** Another worker, without the backend that hangs. */
  #leaveSilent(): void {
    if (this.#state.status !== 'ready') return
    this.#except = [...this.#except, { backend: this.#state.backend, reason: SILENCE, failed: true }]
    this.#restart()
  }
}

function isDone(result: Result): true | undefined {
  return result.type === 'done' ? true : undefined
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
    startWorker: (load) => startBoundWorker(workerUrl, policy, JSON.stringify(load)),
    obstacle: browserObstacle,
    savesData,
    maxThreads: threadLimit(policy),
    every(milliseconds, callback) {
      const timer = setInterval(callback, milliseconds)
      return () => clearInterval(timer)
    },
  })
}
