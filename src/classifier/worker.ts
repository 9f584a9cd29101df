/** The worker's composition, the only place that knows the way of a photo: image -> tensor -> network -> answer. */
import { IMAGENET } from '../network/imagenet.ts'
import { ClassifierError } from './errors.ts'
import { lookRenderer, planLooks } from './image/looks.ts'
import { CLASS_INDEX, type ClassLabel } from './labels/class-index.ts'
import { parseSimilar, withSimilar } from './labels/similar.ts'
import { softmax, topK } from './labels/softmax.ts'
import { trustOwnScripts } from './own-scripts.ts'
import type { Request, Response } from './protocol.ts'
import { type LoadedModel, loadModel, MissingModelError, Paused } from './session.ts'
import { createPhotoOpener } from './source/open-photo.ts'
import type { BackendNote, Classification, Look, ModelState, OpenPhoto, Region } from './types.ts'

type Classify = Extract<Request, { type: 'classify' }>
type Load = Extract<Request, { type: 'load' }>
type Ready = LoadedModel & { classes: ClassLabel[] }

/** Of the worker's global scope, what is used here: the DOM library types `self` as a window. */
interface Scope {
  postMessage(message: Response, transfer: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent<Request>) => void): void
}
declare const self: Scope

// onnxruntime starts its threads by plain addresses
trustOwnScripts()

function send(response: Response, transfer: Transferable[] = []): void {
  self.postMessage(response, transfer)
}

function setState(state: ModelState): void {
  send({ type: 'state', state })
}

function asClassifierError(error: unknown): ClassifierError {
  if (error instanceof ClassifierError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new ClassifierError('internal', message, { cause: error })
}

let load: Load | undefined
/** Settles with the model, or with the reason why there is none. */
let model: Promise<Ready> | undefined

/** Aborted to pause the download. */
let pause = new AbortController()
/** Ends a pause. */
let resume = () => {}

/** Loads the model, with as many pauses as a person wants. */
async function loadWithPauses(request: Load, except: BackendNote[]): Promise<LoadedModel> {
  const { modelUrl, backend, exact, maxThreads, simd } = request
  let { metered } = request
  let progress = { loaded: 0, total: 0 }
  for (;;) {
    pause = new AbortController()
    const options = {
      modelUrl: new URL(modelUrl),
      exact,
      maxThreads,
      metered,
      ...(backend ? { backend } : {}),
      ...(simd ? { simd } : {}),
    }
    const onState = (state: ModelState) => {
      if (state.status === 'downloading' && state.total > 0) progress = state
      setState(state)
    }
    try {
      return await loadModel(options, onState, pause.signal, except)
    } catch (error) {
      if (!(error instanceof Paused)) throw error
      const total = error.total || progress.total
      setState({ status: 'paused', reason: error.reason, loaded: progress.loaded, total })
      await new Promise<void>((resolve) => {
        resume = resolve
      })
      metered = false // whoever resumes has agreed
    }
  }
}

/** Tells the page that the model can answer. */
function announceReady({ network: { backend, threads }, variant, classes, notes, notKept }: Ready): void {
  setState({
    status: 'ready',
    backend,
    threads,
    model: variant.id,
    classes,
    notes: [...notes],
    ...(notKept === undefined ? {} : { notKept }),
  })
}

async function startModel(request: Load, except: BackendNote[] = []): Promise<Ready> {
  try {
    const loaded = await loadWithPauses(request, except)
    const { manifest } = loaded
    if (manifest.input.size !== IMAGENET.size || manifest.input.resize !== IMAGENET.resize) {
      throw new ClassifierError('model-corrupt', 'The model asks for another crop than this page makes.')
    }
    if (manifest.classes !== CLASS_INDEX.length) {
      throw new ClassifierError('model-corrupt', `The model has other classes than ImageNet's 1000.`)
    }
    const classes = withSimilar(CLASS_INDEX, parseSimilar(loaded.similar, manifest.classes))
    const ready = { ...loaded, classes }
    announceReady(ready)
    return ready
  } catch (cause) {
    const { code, message } = asClassifierError(cause)
    const missing = cause instanceof MissingModelError ? cause.missing : undefined
    setState({ status: 'failed', code, message, ...(missing ? { missing } : {}) })
    throw cause
  }
}

/** The model that has been compared with its rival, or is being compared. */
let compared: Ready | undefined

/** After the first answer: measures whether another backend is faster, and goes on with that. */
async function compareOnce(): Promise<void> {
  const ready = await model
  if (!ready?.compare || compared === ready) return
  compared = ready
  const found = await ready.compare((use) => {
    const result = finishing.then(use)
    finishing = result.catch(() => {})
    return result
  })
  const current = await model
  if (current !== ready) {
    await found?.network.release() // the backend has failed meanwhile, and another serves
    return
  }
  const next = found ? { ...found, classes: ready.classes } : ready
  if (found) model = Promise.resolve(next)
  announceReady(next)
  if (found) finishing = finishing.then(() => ready.network.release()).catch(() => {})
}

const openPhoto = createPhotoOpener()

/** The photo that may be looked at again. */
let kept: { key: string; photo: OpenPhoto } | undefined
/** The photo that is to be kept; it may not be decoded yet. */
let wanted: string | undefined

/** The largest photo that is kept: 128 MB. Larger ones are rare, and decoded each time. */
const KEPT_PIXELS = 32 * 1024 * 1024

function keepOnly(key: string | undefined): void {
  wanted = key
  if (kept?.key === key) return
  kept?.photo.close()
  kept = undefined
}

/** The decoded photo, lent to `use`. */
async function withOpenPhoto<T>(
  { source, colorSpaceConversion, keep }: Classify,
  use: (photo: OpenPhoto) => T,
): Promise<T> {
  if (kept && kept.key === keep) return use(kept.photo)
  const photo = await openPhoto(source, { colorSpaceConversion })
  try {
    return use(photo)
  } finally {
    // It may have been given up while it was decoded.
    if (keep !== undefined && keep === wanted && photo.width * photo.height <= KEPT_PIXELS) {
      kept = { key: keep, photo }
    } else {
      photo.close()
    }
  }
}

/** One of the network's inputs. */
interface Input {
  /** RGB, `[224, 224, 3]`. */
  rgb: Uint8Array
  /** Where in the upright photo it is from. */
  region: Region
  mirrored: boolean
}

interface Preprocessed {
  inputs: [Input, ...Input[]]
  /** Size of the upright photo, pixels. */
  width: number
  height: number
  /** Milliseconds. */
  decode: number
  preprocess: number
}

function preprocess(request: Classify): Promise<Preprocessed> {
  let decode = 0
  let start = performance.now()
  /** Milliseconds since the last call. */
  const lap = () => {
    const before = start
    start = performance.now()
    return start - before
  }
  return withOpenPhoto(request, (photo) => {
    const { width, height } = photo
    decode += lap()
    let preprocess = 0
    const [first, ...others] = planLooks(width, height, request.view, IMAGENET)
    const render = lookRenderer((source) => {
      preprocess += lap()
      const pixels = photo.read(source)
      decode += lap()
      return pixels
    }, IMAGENET.size)
    const toInput = (plan: typeof first): Input => {
      const rgb = render(plan)
      preprocess += lap()
      return { rgb, region: plan.region, mirrored: plan.mirrored }
    }
    return { inputs: [toInput(first), ...others.map(toInput)], width, height, decode, preprocess }
  })
}

/** @param rgb `[224, 224, 3]` */
function toBitmap(rgb: Uint8Array): Promise<ImageBitmap> {
  const image = new ImageData(IMAGENET.size, IMAGENET.size)
  for (let i = 0, p = 0; p < rgb.length; i += 4, p += 3) {
    image.data.set(rgb.subarray(p, p + 3), i)
    image.data[i + 3] = 255
  }
  return createImageBitmap(image)
}

interface Inferred {
  probabilities: Float64Array
  look: Look
  ready: Ready
  /** Milliseconds. */
  inference: number
}

/** Runs the network. A backend that breaks is left for the next one, and the photo is answered all the same. */
async function infer(input: Input, signal: AbortSignal): Promise<Inferred> {
  if (!model || !load) throw new ClassifierError('internal', 'classify came before load')
  const ready = await model
  const start = performance.now()
  try {
    const { logits, maps } = await ready.network.run(input.rgb, signal)
    if (!logits.every(Number.isFinite)) throw new Error('the logits are not finite')
    const inference = performance.now() - start
    const { region, mirrored } = input
    const side = Math.sqrt(maps.length / logits.length)
    const look = { region, mirrored, maps: { side, values: maps } }
    return { probabilities: softmax(logits), look, ready, inference }
  } catch (cause) {
    signal.throwIfAborted() // a person’s wish, no fault of the backend
    const reason = cause instanceof Error ? cause.message : String(cause)
    const { backend } = ready.network
    if (backend === 'wasm') throw new ClassifierError('inference-failed', `${backend}: ${reason}`, { cause })
    model = startModel(load, [...ready.notes, { backend, reason, failed: true }])
    return infer(input, signal)
  }
}

/** Class by class. */
function mean(answers: readonly Inferred[]): Float64Array {
  const sum = new Float64Array(answers[0]?.probabilities.length ?? 0)
  for (const { probabilities } of answers) {
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (probabilities[i] ?? 0)
  }
  return sum.map((value) => value / answers.length)
}

async function answer(
  { want: { top: k = 5 } }: Classify,
  photo: Preprocessed,
  signal: AbortSignal,
): Promise<Classification> {
  const [first, ...others] = photo.inputs
  const answers: [Inferred, ...Inferred[]] = [await infer(first, signal)]
  for (const input of others) {
    signal.throwIfAborted()
    answers.push(await infer(input, signal))
  }
  const { decode, preprocess } = photo
  const inference = answers.reduce((total, { inference }) => total + inference, 0)
  const probabilities = mean(answers)
  const [{ ready, look }, ...rest] = answers
  const predictions = topK(probabilities, k).flatMap((index) => {
    const label = ready.classes[index]
    const probability = probabilities[index]
    return label && probability !== undefined
      ? [{ index, classId: label.id, className: label.name, probability }]
      : []
  })
  return {
    predictions,
    probabilities: Float32Array.from(probabilities),
    looks: [look, ...rest.map(({ look }) => look)],
    timings: { decode, preprocess, inference, total: decode + preprocess + inference },
    backend: ready.network.backend,
    threads: ready.network.threads,
    model: ready.variant.id,
    crop: await toBitmap(first.rgb),
    width: photo.width,
    height: photo.height,
  }
}

/** Photos asked for and neither answered nor aborted, and how to stop each. */
const waiting = new Map<number, AbortController>()

function refuse(id: number, error: unknown): void {
  if (!waiting.delete(id)) return
  const { code, message } = asClassifierError(error)
  send({ type: 'error', id, code, message })
}

/** The first stage: needs no model, so the crop is on the page, or the error, while the model still loads. */
async function prepare(request: Classify): Promise<Preprocessed | undefined> {
  const { id } = request
  if (!waiting.has(id)) return undefined
  try {
    const input = await preprocess(request)
    const crop = await toBitmap(input.inputs[0].rgb)
    const { width, height } = input
    send({ type: 'crop', id, crop, width, height }, [crop])
    return input
  } catch (error) {
    refuse(id, error)
    return undefined
  }
}

/** The second stage. A photo aborted while it waits costs no inference. */
async function finish(request: Classify, input: Preprocessed | undefined): Promise<void> {
  const { id } = request
  const controller = waiting.get(id)
  if (!input || !controller) return
  try {
    const classification = await answer(request, input, controller.signal)
    if (waiting.delete(id))
      send({ type: 'answer', id, classification }, [
        ...(classification.crop ? [classification.crop] : []),
        ...classification.looks.flatMap(({ maps }) => (maps ? [maps.values.buffer] : [])),
      ])
    else classification.crop?.close()
    // offline or short of memory: the backend that serves goes on
    compareOnce().catch(() => {})
  } catch (error) {
    refuse(id, error)
  }
}

// Each stage takes one photo at a time, in order: big photos don't share memory, and the runtime can't run two at once.
let preparing: Promise<unknown> = Promise.resolve()
let finishing: Promise<unknown> = Promise.resolve()

function classify(request: Classify): void {
  waiting.set(request.id, new AbortController())
  if (request.keep !== undefined) keepOnly(request.keep)
  const prepared = preparing.then(() => prepare(request))
  preparing = prepared
  finishing = Promise.all([prepared, finishing]).then(([input]) => finish(request, input))
}

self.addEventListener('message', ({ data: request }) => {
  switch (request.type) {
    case 'load':
      load = request
      model = startModel(request)
      model.catch(() => {}) // the state tells it; photos that wait are told on their own
      break
    case 'classify':
      classify(request)
      break
    case 'pause':
      pause.abort(new Paused('person'))
      break
    case 'resume':
      resume()
      break
    case 'forget':
      keepOnly(undefined)
      break
    case 'abort':
      waiting.get(request.id)?.abort()
      waiting.delete(request.id)
  }
})
