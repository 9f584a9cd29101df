import type { Simd } from './backends/network.ts'
import { startBoundWorker, type WorkerPolicy } from './bound-worker.ts'
import { ClassifierError } from './errors.ts'
import { savesData } from './metered.ts'
import type { Request, Response } from './protocol.ts'
import type {
  Classification,
  Classifier,
  ClassifyOptions,
  ComputeChoice,
  ModelState,
  Prepared,
  Source,
} from './types.ts'
import workerUrl from './worker.ts?worker&url'

export interface ClassifierOptions {
  /** Of the model's `manifest.json`; `model/manifest.json` beside the page unless told. */
  modelUrl?: string | URL
  /** Forces a backend, one that the automatic choice would refuse too; `auto` unless told. */
  backend?: ComputeChoice['backend']
  /** The network to the last digit, as PyTorch has it, instead of the small file. */
  exact?: boolean
  /** Fewer threads than the device has. */
  maxThreads?: number
  /** Forces the engine's kernels, for tests and the bench. */
  simd?: Simd
  /** How a content security policy comes to bind the worker, once that is known; nothing starts before. */
  workerPolicy?: WorkerPolicy | Promise<WorkerPolicy>
}

/** More threads than this gain little for a network of this size, and each costs memory. */
const MAX_THREADS = 4

/** Threads that wasm may use: they need cross-origin isolation, and iOS runs out of memory with them (onnxruntime #11679). */
function threadLimit(policy: WorkerPolicy): number {
  // A thread of an inheriting worker would be loaded by its address, and escape the policy.
  if (!globalThis.crossOriginIsolated || policy === 'inherited') return 1
  const ios =
    /iPhone|iPad|iPod/.test(navigator.userAgent) ||
    (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
  return ios ? 1 : Math.min(navigator.hardwareConcurrency || 1, MAX_THREADS)
}

/** What the browser lacks, in a form for a person, or `undefined` when all is there. */
function obstacle(): ClassifierError | undefined {
  if (typeof WebAssembly !== 'object')
    return new ClassifierError('no-webassembly', 'This browser has no WebAssembly, or it is switched off.')
  if (
    typeof Worker !== 'function' ||
    typeof OffscreenCanvas !== 'function' ||
    typeof createImageBitmap !== 'function'
  ) {
    return new ClassifierError(
      'unsupported-browser',
      'This browser has no canvas in workers (OffscreenCanvas).',
    )
  }
  if (!globalThis.isSecureContext) {
    return new ClassifierError('unsupported-browser', 'The model can only be verified on https or localhost.')
  }
  return undefined
}

interface Pending {
  request: Request
  resolve(classification: Classification): void
  reject(reason: unknown): void
  onPrepared: ((prepared: Prepared) => void) | undefined
}

/**
 * Starts a worker that classifies photos, and loads the model at once.
 *
 * Never throws: what goes wrong is in `state`, and in the rejections of `classify`.
 */
export function createClassifier(options: ClassifierOptions = {}): Classifier {
  const modelUrl = new URL(options.modelUrl ?? 'model/manifest.json', document.baseURI).href
  const listeners = new Set<() => void>()
  const pending = new Map<number, Pending>()
  let state: ModelState = { status: 'absent' }
  let worker: Worker | undefined
  /** Requests that came before the worker was allowed to start. */
  let waiting: Request[] = []
  let lastId = 0
  let choice: ComputeChoice = { backend: options.backend ?? 'auto', exact: options.exact ?? false }
  /** Numbers of the photos that were to be kept: in the worker each arrives as another object. */
  const keys = new WeakMap<Source, number>()
  let lastKey = 0
  /** Set once, when nothing can work any more. */
  let ended: ClassifierError | undefined

  function setState(next: ModelState): void {
    state = next
    for (const listener of [...listeners]) listener()
  }

  function rejectAll(error: ClassifierError): void {
    for (const { reject } of pending.values()) reject(error)
    pending.clear()
  }

  function fail(error: ClassifierError): void {
    worker?.terminate()
    worker = undefined
    waiting = []
    rejectAll(error)
    setState({ status: 'failed', code: error.code, message: error.message })
  }

  function receive(message: Response): void {
    if (message.type === 'state') {
      setState(message.state)
      return
    }
    const request = pending.get(message.id)
    if (message.type === 'crop') {
      const { crop, width, height } = message
      if (request?.onPrepared) request.onPrepared({ crop, width, height })
      else message.crop.close()
      return
    }
    pending.delete(message.id)
    if (message.type === 'error') request?.reject(new ClassifierError(message.code, message.message))
    else if (request) request.resolve(message.classification)
    else message.classification.crop?.close() // aborted while the answer was on its way
  }

  function keyOf(photo: Source): number {
    const key = keys.get(photo) ?? ++lastKey
    keys.set(photo, key)
    return key
  }

  function post(request: Request): void {
    if (worker) worker.postMessage(request)
    else waiting.push(request)
  }

  async function start(): Promise<void> {
    const missing = obstacle()
    if (missing) {
      fail(missing)
      return
    }
    const policy = (await options.workerPolicy) ?? 'served'
    if (ended) return
    const started = startBoundWorker(workerUrl, policy, 'classifier')
    worker = started
    started.addEventListener('message', ({ data }: MessageEvent<Response>) => {
      if (worker === started) receive(data) // not what one that has been replaced had already sent
    })
    started.addEventListener('error', (event) => {
      event.preventDefault()
      const reason = event.message || 'its script could not be loaded'
      fail(new ClassifierError('internal', `The worker stopped: ${reason}.`))
    })
    const { backend, exact } = choice
    const { maxThreads = Number.POSITIVE_INFINITY, simd } = options
    post({
      type: 'load',
      modelUrl,
      exact,
      maxThreads: Math.min(threadLimit(policy), maxThreads),
      metered: savesData(),
      ...(backend === 'auto' ? {} : { backend }),
      ...(simd ? { simd } : {}),
    })
    for (const request of waiting) post(request)
    waiting = []
  }

  void start()

  return {
    get state() {
      return state
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    classify(
      source: Source,
      {
        want = {},
        signal,
        colorSpaceConversion = 'default',
        view = { kind: 'center' },
        keep = false,
        onPrepared,
      }: ClassifyOptions = {},
    ) {
      return new Promise<Classification>((resolve, reject) => {
        signal?.throwIfAborted()
        if (ended) throw ended
        if (!worker && state.status === 'failed') throw new ClassifierError(state.code, state.message)
        const id = ++lastId
        const abort = () => {
          if (!pending.delete(id)) return
          post({ type: 'abort', id })
          reject(signal?.reason)
        }
        signal?.addEventListener('abort', abort, { once: true })
        const settled = () => signal?.removeEventListener('abort', abort)
        const kept = keep ? { keep: `${keyOf(source)}-${colorSpaceConversion}` } : {}
        const request: Request = {
          type: 'classify',
          id,
          source,
          want,
          colorSpaceConversion,
          view,
          ...kept,
        }
        pending.set(id, {
          request,
          resolve(classification) {
            settled()
            resolve(classification)
          },
          reject(reason) {
            settled()
            reject(reason)
          },
          onPrepared,
        })
        post(request)
      })
    },
    forget() {
      post({ type: 'forget' })
    },
    pause() {
      post({ type: 'pause' })
    },
    resume() {
      post({ type: 'resume' })
    },
    retry() {
      if (ended || state.status !== 'failed') return
      // A new worker: the memory of a runtime that failed is never given back otherwise.
      fail(new ClassifierError(state.code, state.message))
      setState({ status: 'absent' })
      void start()
    },
    configure(change) {
      const next = { ...choice, ...change }
      if (ended || (next.backend === choice.backend && next.exact === choice.exact)) return
      choice = next
      if (!worker && state.status !== 'failed') return // it has not started yet, and will with this choice
      worker?.terminate()
      worker = undefined
      waiting = [...pending.values()].map(({ request }) => request)
      setState({ status: 'absent' })
      void start()
    },
    measurable: async () => [],
    measure: async () => [],
    adopt: async () => {},
    stopStoring: async () => {},
    dispose() {
      ended = new ClassifierError('internal', 'The classifier has been disposed of.')
      worker?.terminate()
      worker = undefined
      rejectAll(ended)
      listeners.clear()
    },
  }
}
