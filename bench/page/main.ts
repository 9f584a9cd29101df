/** The page of the bench: starts each way to run the network, and runs them when `bench.ts` says so. */
import type { Classification, Classifier, ClassifierOptions } from '../../src/classifier/index.ts'
import { createClassifier } from '../../src/classifier/index.ts'
import engineUrl from './engine-worker.ts?worker&url'
import limitUrl from './limit-worker.ts?worker&url'
import type { FromWorker, Start, ToWorker } from './messages.ts'
import onnxruntimeUrl from './onnxruntime-worker.ts?worker&url'
import tensorflowUrl from './tensorflow-worker.ts?worker&url'

const WORKERS: Record<Start['kind'], string> = {
  engine: engineUrl,
  onnxruntime: onnxruntimeUrl,
  tensorflow: tensorflowUrl,
  limit: limitUrl,
}

const workers = new Map<string, Worker>()
const classifiers = new Map<string, Classifier>()

function ask(worker: Worker, message: ToWorker): Promise<Exclude<FromWorker, { type: 'failed' }>> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) =>
      data.type === 'failed' ? reject(new Error(data.message)) : resolve(data)
    worker.onerror = (event) => reject(new Error(event.message || 'the worker could not start'))
    worker.postMessage(message)
  })
}

function workerOf(name: string): Worker {
  const worker = workers.get(name)
  if (!worker) throw new Error(`${name} was not started`)
  return worker
}

const photos = new Map<string, Blob>()

async function photo(url: string): Promise<Blob> {
  const known = photos.get(url) ?? (await (await fetch(url)).blob())
  photos.set(url, known)
  return known
}

/** @returns RGB, `[224, 224, 3]` */
function pixels(crop: ImageBitmap): Uint8Array {
  const canvas = new OffscreenCanvas(crop.width, crop.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  context.drawImage(crop, 0, 0)
  const { data } = context.getImageData(0, 0, crop.width, crop.height)
  return Uint8Array.from(
    { length: (data.length / 4) * 3 },
    (_, i) => data[Math.floor(i / 3) * 4 + (i % 3)] ?? 0,
  )
}

let crop: Uint8Array | undefined

async function classify(
  name: string,
  url: string,
): Promise<{ answer: Classification; milliseconds: number }> {
  const classifier = classifiers.get(name)
  if (!classifier) throw new Error(`${name} was not started`)
  const blob = await photo(url)
  const start = performance.now()
  const answer = await classifier.classify(blob, { want: { crop: true } })
  const milliseconds = performance.now() - start
  if (answer.crop) crop ??= pixels(answer.crop)
  answer.crop?.close()
  return { answer, milliseconds }
}

const bench = {
  /** Starts our own classifier. @returns what it chose */
  startOurs(
    name: string,
    options: ClassifierOptions,
  ): Promise<{ backend: string; threads: number; model: string }> {
    const classifier = createClassifier({ workerPolicy: 'served', ...options })
    classifiers.set(name, classifier)
    return new Promise((resolve, reject) => {
      const look = () => {
        const { state } = classifier
        if (state.status === 'failed') reject(new Error(state.message))
        if (state.status === 'ready')
          resolve({ backend: state.backend, threads: state.threads, model: state.model })
      }
      classifier.subscribe(look)
      look()
    })
  },

  /** The crop that all contestants run, as our own classifier makes it. */
  async makeCrop(url: string): Promise<void> {
    await bench.startOurs('crop', {})
    await classify('crop', url)
    bench.stop('crop')
  },

  async startPeer(name: string, start: Start): Promise<{ threads: number; note?: string }> {
    const worker = new Worker(WORKERS[start.kind], { type: 'module', name })
    workers.set(name, worker)
    const started = await ask(worker, { type: 'start', start })
    if (started.type !== 'started') throw new Error(`${name} did not start`)
    return started
  },

  /** Inference alone, from the crop's bytes to the logits. */
  async runOurs(name: string, url: string) {
    const { answer, milliseconds } = await classify(name, url)
    return {
      milliseconds: answer.timings.inference,
      whole: milliseconds,
      preprocess: answer.timings.preprocess,
      decode: answer.timings.decode,
      best: answer.predictions[0]?.index ?? -1,
    }
  },

  async runPeer(name: string) {
    if (!crop) throw new Error('makeCrop comes first')
    const ran = await ask(workerOf(name), { type: 'run', rgb: crop })
    if (ran.type !== 'ran') throw new Error(`${name} did not run`)
    return { milliseconds: ran.milliseconds, best: ran.best }
  },

  async createSession(name: string): Promise<number> {
    const created = await ask(workerOf(name), { type: 'create' })
    if (created.type !== 'created') throw new Error(`${name} made no session`)
    return created.milliseconds
  },

  stop(name: string): void {
    classifiers.get(name)?.dispose()
    classifiers.delete(name)
    workers.get(name)?.terminate()
    workers.delete(name)
  },

  /** A photo enlarged, as a JPEG in base64. */
  async enlarge(url: string, width: number, height: number): Promise<string> {
    const bitmap = await createImageBitmap(await photo(url))
    const canvas = new OffscreenCanvas(width, height)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height)
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
    const bytes = new Uint8Array(await blob.arrayBuffer())
    let text = ''
    for (const byte of bytes) text += String.fromCharCode(byte)
    return btoa(text)
  },
}

export type Bench = typeof bench

Object.assign(window, { bench })
