import type { MissingModel } from '../network/manifest.ts'
import type { ErrorCode } from './errors.ts'
import type { ClassLabel } from './labels/class-index.ts'
import type { ReadBack } from './pixels.ts'

/** `engine` is our own int8 kernels; `webgpu` and `wasm` are onnxruntime-web's. */
export type BackendName = 'engine' | 'webgpu' | 'wasm'

/** What a person wants answers to be computed by. */
export interface ComputeChoice {
  /** `auto` takes the fastest that gives the right answers here. */
  backend: BackendName | 'auto'
  /** The network to the last digit, as PyTorch has it, instead of the small file. */
  exact: boolean
}

export interface Prediction {
  /** Index of the class in the network's output, 0 to 999. */
  index: number
  /** WordNet id, such as `n02124075`. */
  classId: string
  /** Such as `Egyptian_cat`; names repeat (two cranes), ids don't. */
  className: string
  /** 0 to 1, from the softmax over all classes. */
  probability: number
}

/** Milliseconds. `total` runs from the worker's first look at the file to the answer, without waiting for the model. */
export interface Timings {
  decode: number
  preprocess: number
  inference: number
  total: number
}

/** Class activation maps of one crop: where in it the network saw what speaks for a class (Zhou et al. 2016). */
export interface ActivationMaps {
  /** Cells a side, 7. */
  side: number
  /** `[classes, side, side]`, logits: the mean of a class's map plus the class's bias is its logit. */
  values: Float32Array
}

/** A part of the upright photo, in its pixels; a letterbox reaches beyond the photo. */
export interface Region {
  left: number
  top: number
  width: number
  height: number
}

/** What the network is to see of a photo. */
export type View =
  /** The middle: torchvision's `Resize(255)` and `CenterCrop(224)`, as in the tutorial. */
  | { kind: 'center' }
  /** A part of the photo, within it; anything but a square is squeezed into one. */
  | { kind: 'region'; region: Region }
  /** All of it, made to fit; the rest is ImageNet's mean colour. */
  | { kind: 'whole' }
  /** The middle and the four corners, with 10 mirrored too; the probabilities are averaged. */
  | { kind: 'average'; crops: 5 | 10 }

/** What is looked at: a file's bytes, or pixels. The caller keeps pixels open until the answer, and closes them. */
export type Source = Blob | ImageBitmap | VideoFrame

/** What an answer is to hold. What is not wanted is neither computed nor sent. */
export interface Want {
  /** How many predictions, 1 to 1000; 5 unless told. */
  top?: number
  /** The probability of every class. */
  probabilities?: true
  /** Each look's class activation maps, 200 KB a look. */
  maps?: true
  /** What the last layer sees of the photo. */
  features?: true
  /** The pixels that the network sees. */
  crop?: true
  /** All of the photo made small, its longer side so many pixels; `onPrepared` gets it. */
  thumbnail?: number
}

/** One crop that the network looked at. */
export interface Look {
  region: Region
  /** The crop was mirrored, left for right, and so are its maps. */
  mirrored: boolean
  /** Where wanted. */
  maps?: ActivationMaps
}

export interface Classification {
  /** By falling probability. */
  predictions: Prediction[]
  /** Of every class, by its index; the sum is 1. Where wanted. */
  probabilities?: Float32Array
  /** `[1024]`, after the last ReLU, averaged over the crop, and over the crops where there are several. Where wanted. */
  features?: Float32Array
  /** What the answer was made from: one crop, or several, the middle first, whose probabilities were averaged. */
  looks: [Look, ...Look[]]
  timings: Timings
  backend: BackendName
  threads: number
  /** The variant of the model that answered, such as `fp16`. */
  model: string
  /**
   * The 224x224 pixels that the network saw, of several looks the first. Where wanted, and not given to `onPrepared`
   * already. Whoever gets it closes it.
   */
  crop?: ImageBitmap
  /** Size of the upright photo, pixels. */
  width: number
  height: number
  /** How the photo's pixels were read. */
  readBack?: ReadBack
}

/** What is known of a photo before the model has answered. */
export interface Prepared {
  /** What the network will see, where wanted. Whoever gets it closes it. */
  crop: ImageBitmap | undefined
  /** All of the photo, where wanted. Whoever gets it closes it. It is to be drawn: some browsers spoil what is read back. */
  thumbnail?: ImageBitmap
  /** Size of the upright photo, pixels. */
  width: number
  height: number
}

/** Why a backend is not in use. */
export interface BackendNote {
  backend: BackendName
  reason: string
  /** It was to serve and broke; else it is not there, or slower. */
  failed?: true
}

export type ModelState =
  /** Nothing asked for yet. */
  | { status: 'absent' }
  /** `total` is 0 until the manifest is there. Bytes. */
  | { status: 'downloading'; loaded: number; total: number }
  /** Waits for `resume`: a person has paused, or the connection is metered and nobody has agreed yet. */
  | { status: 'paused'; reason: 'person' | 'metered'; loaded: number; total: number }
  /** The runtime compiles, the session is made and tested. */
  | { status: 'starting' }
  /**
   * `notes` says which backends were tried before and why they were left; `notKept` why the model's files could not be
   * kept for the next visit. `offer` names a backend that may be faster here and has not been measured yet: `measure`
   * would download so many bytes for it.
   */
  | {
      status: 'ready'
      backend: BackendName
      threads: number
      model: string
      /** What the network can tell apart, in the order of its outputs. */
      classes: readonly ClassLabel[]
      notes: BackendNote[]
      notKept?: string
      offer?: { backend: 'webgpu'; downloadBytes: number }
    }
  | { status: 'failed'; code: ErrorCode; message: string; missing?: MissingModel }

/** A photo that a person looks at overtakes one that comes next, and that a folder. */
export type Priority = 'now' | 'next' | 'batch'

export interface ClassifyOptions {
  /** Five predictions and no more unless told. */
  want?: Want
  /** The middle unless told. */
  view?: View
  /** `'now'` unless told. */
  priority?: Priority
  /**
   * Of the photos with the same name only the latest waits, as of a camera's frames: one that comes before it and has not
   * reached the network is rejected with an `AbortError`.
   */
  latestOf?: string
  /** Aborting rejects with the signal's reason and leaves the next photo free to run. */
  signal?: AbortSignal
  /** `'default'` shows colours as a person sees them (sRGB); `'none'` ignores colour profiles, as Pillow does. */
  colorSpaceConversion?: 'default' | 'none'
  /**
   * Keeps the photo decoded, so that the next view of the same source comes sooner. One photo is kept: the next that
   * asks for it takes its place, and `forget` frees it. Too large a photo is decoded each time.
   */
  keep?: boolean
  /** Called at most once, as soon as it is known what the network will see, before the model has answered. */
  onPrepared?: (prepared: Prepared) => void
}

/** What measuring a backend would take. */
export interface Measurable {
  backend: BackendName
  /** What is not stored yet. */
  downloadBytes: number
  /** Why it can't be measured here. */
  obstacle?: string
}

/** How a backend does on a known picture. */
export type Measurement =
  | {
      backend: BackendName
      /** Median of the warm runs. */
      milliseconds: number
      /** With the engine's answer, or where that is not there, with the first. */
      agreement: {
        /** Largest difference of a class's probability, 0 to 1. */
        difference: number
        sameTop: boolean
      }
    }
  | { backend: BackendName; obstacle: string }

export interface MeasureOptions {
  signal?: AbortSignal
  /** Bytes of what has to be downloaded. */
  onProgress?: (loaded: number, total: number) => void
}

export interface Classifier {
  /** The model's present state; changes are announced to `subscribe`. */
  readonly state: ModelState
  /** Calls `listener` after each change of `state`; returns the way to stop it. */
  subscribe(listener: () => void): () => void
  /**
   * Says what a photo shows. Photos are answered one after another, by priority, then in order; one that comes before
   * the model is ready waits for it.
   * @throws ClassifierError with the code of what went wrong, or the signal's reason when aborted
   */
  classify(source: Source, options?: ClassifyOptions): Promise<Classification>
  /**
   * All of a photo made small, beside the queue; the model is not needed. Whoever gets it closes it.
   * @param side the longer one, pixels
   * @throws ClassifierError with the code of what went wrong, or the signal's reason when aborted
   */
  thumbnail(source: Blob, side: number, options?: Pick<ClassifyOptions, 'signal'>): Promise<ImageBitmap>
  /** Changes the order of a photo that waits. */
  prioritise(source: Source, priority: Priority): void
  /** Frees the photo that was kept decoded. */
  forget(): void
  /** Stops the download; what has come is kept. */
  pause(): void
  /** Goes on after a pause. */
  resume(): void
  /** Tries to load the model again after a failure. */
  retry(): void
  /**
   * Computes by another backend or file from now on: loads it anew. What is left out stays as it is. Photos that wait
   * for their answer get it from the new one.
   */
  configure(choice: Partial<ComputeChoice>): void
  /** What measuring would download, before anything is downloaded. */
  measurable(): Promise<Measurable[]>
  /**
   * Runs each backend that is there on a known picture, downloading what it needs. Photos are answered before and
   * after. Nothing changes by it but that `offer` goes: `adopt` makes use of what was found.
   * @throws ClassifierError, or the signal's reason when aborted
   */
  measure(options?: MeasureOptions): Promise<Measurement[]>
  /**
   * Remembers a measured backend as what `auto` means here, until the browser or the model's file changes, and computes
   * by it from now on where `auto` is chosen.
   */
  adopt(backend: BackendName): Promise<void>
  /**
   * Resolves when no write to the storage is under way, and nothing is ever written again by this page: files are used
   * from memory.
   */
  stopStoring(): Promise<void>
  /** Ends the worker and frees its memory; pending photos are rejected. */
  dispose(): void
}
