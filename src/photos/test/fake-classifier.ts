/** A classifier that answers when a test says so. */
import type {
  BackendName,
  Classification,
  Classifier,
  ClassifyOptions,
  ClassLabel,
  ComputeChoice,
  Measurable,
  Measurement,
  ModelState,
  Prediction,
  Source,
} from '../../classifier/index.ts'
import type { FullClassification } from '../item.ts'

export const predictions: readonly Prediction[] = [
  { index: 285, classId: 'n02124075', className: 'Egyptian_cat', probability: 0.97702 },
  { index: 281, classId: 'n02123045', className: 'tabby', probability: 0.0151 },
  { index: 282, classId: 'n02123159', className: 'tiger_cat', probability: 0.0061 },
  { index: 287, classId: 'n02127052', className: 'lynx', probability: 0.0011 },
  { index: 904, classId: 'n04589890', className: 'window_screen', probability: 0.0002 },
]

/** A thousand classes, those of {@link predictions} under their names. */
export const classes: readonly ClassLabel[] = Array.from({ length: 1000 }, (_, index) => {
  const known = predictions.find((prediction) => prediction.index === index)
  return known
    ? { id: known.classId, name: known.className }
    : { id: `n9${String(index).padStart(7, '0')}`, name: `class_${index}` }
})

export const ready: Extract<ModelState, { status: 'ready' }> = {
  status: 'ready',
  backend: 'wasm',
  threads: 2,
  model: 'fp16',
  classes,
  notes: [],
}

/** A bitmap that knows only whether it is closed. */
export interface FakeBitmap extends ImageBitmap {
  closed: boolean
}

export function fakeBitmap(): FakeBitmap {
  return {
    width: 224,
    height: 224,
    closed: false,
    close() {
      this.closed = true
    },
  }
}

/** The probabilities of `given`; the rest is spread over the other classes. */
export function fakeProbabilities(given: readonly Prediction[] = predictions): Float32Array {
  const sum = given.reduce((total, { probability }) => total + probability, 0)
  const probabilities = new Float32Array(1000).fill((1 - sum) / (1000 - given.length))
  for (const { index, probability } of given) probabilities[index] = probability
  return probabilities
}

export function fakeClassification(change: Partial<FullClassification> = {}): FullClassification {
  return {
    predictions: [...predictions],
    probabilities: fakeProbabilities(change.predictions),
    looks: [
      {
        region: { left: 66, top: 21, width: 304, height: 304 },
        mirrored: false,
        maps: { side: 7, values: new Float32Array(1000 * 49) },
      },
    ],
    timings: { decode: 4.2, preprocess: 7.9, inference: 104.4, total: 117.2 },
    backend: 'wasm',
    threads: 2,
    model: 'fp16',
    crop: fakeBitmap(),
    width: 440,
    height: 346,
    ...change,
  }
}

/** One photo that a test has to answer. */
export interface Request {
  source: Source
  options: ClassifyOptions
  resolve(classification: Classification): void
  reject(error: unknown): void
}

export type FakeClassifier = ReturnType<typeof createFakeClassifier>

export function createFakeClassifier(initial: ModelState = ready) {
  const listeners = new Set<() => void>()
  let state = initial
  const requests: Request[] = []
  const fake = {
    requests,
    retries: 0,
    /** What was asked of the download, in order. */
    downloads: [] as ('pause' | 'resume')[],
    /** What was asked of how to compute, in order. */
    choices: [] as Partial<ComputeChoice>[],
    /** How many times it was told to free the photo that it keeps. */
    forgotten: 0,
    /** What it was told to remember as the fastest, in order. */
    adopted: [] as BackendName[],
    /** What `measurable` and `measure` say. */
    measurables: [] as Measurable[],
    measurements: [] as Measurement[],
    /** Nothing is to be written any more. */
    storing: true,
    disposed: false,
    get state() {
      return state
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    classify(source: Blob, options: ClassifyOptions = {}) {
      return new Promise<Classification>((resolve, reject) =>
        requests.push({ source, options, resolve, reject }),
      )
    },
    /** What small pictures were asked of, in order. */
    thumbnails: [] as Blob[],
    async thumbnail(source: Blob): Promise<ImageBitmap> {
      this.thumbnails.push(source)
      return fakeBitmap()
    },
    prioritise() {},
    forget() {
      this.forgotten += 1
    },
    pause() {
      this.downloads.push('pause')
    },
    resume() {
      this.downloads.push('resume')
    },
    configure(choice: Partial<ComputeChoice>) {
      this.choices.push(choice)
    },
    retry() {
      this.retries += 1
    },
    async measurable() {
      return this.measurables
    },
    async measure(_: Parameters<Classifier['measure']>[0]) {
      return this.measurements
    },
    async adopt(backend: BackendName) {
      this.adopted.push(backend)
    },
    async stopStoring() {
      this.storing = false
    },
    dispose() {
      this.disposed = true
    },
    /** The last photo's request. */
    last(): Request {
      const request = requests.at(-1)
      if (!request) throw new Error('nothing was classified')
      return request
    },
    setState(next: ModelState) {
      state = next
      for (const listener of [...listeners]) listener()
    },
  }
  return fake satisfies Classifier
}
