/** A photo that a person works on, and how far its answer is. Plain data and the ways from one state to the next. */
import type {
  ActivationMaps,
  Classification,
  ErrorCode,
  Headline,
  Look,
  Prediction,
  Prepared,
  View,
  Want,
} from '../classifier/index.ts'

/** How a photo got here. */
export type Origin = 'chosen' | 'dropped' | 'pasted' | 'shared' | 'sample'

export interface Item {
  /** Unlike any other item's since the page opened. */
  id: number
  source: File
  origin: Origin
  /** Object URL of `source`, alive as long as the item is on show. */
  url: string | undefined
  /** The whole answer, while the item is on show; else it waits. */
  state: ItemState
  /** What is kept of the answer while others are on show. */
  brief: Brief
}

/** An answer in little, for one photo of many: a few hundred bytes. */
export interface BriefAnswer {
  /** Five, by falling probability. */
  predictions: readonly Prediction[]
  headline: Headline
  /** Size of the upright photo, pixels. */
  width: number
  height: number
  /** The variant of the model that answered. */
  model: string
  /** Id of an earlier item with the same bytes, whose answer this is. */
  sameAs?: number
}

/** How far the small answer of a photo is. */
export type Brief =
  | { status: 'waiting' }
  /** It is with the classifier. */
  | { status: 'asked' }
  | { status: 'answered'; answer: BriefAnswer }
  | { status: 'failed'; problem: Problem }
  /** A person has called it off. */
  | { status: 'cancelled' }

export const WAITING: Brief = { status: 'waiting' }

export interface Problem {
  code: ErrorCode
  /** The technical reason, in English. */
  message: string
}

/** A look with the maps that were asked for. */
export interface MappedLook extends Look {
  maps: ActivationMaps
}

/** An answer with all that the page shows of it. */
export interface FullClassification extends Classification {
  probabilities: Float32Array
  looks: [MappedLook, ...MappedLook[]]
}

/** An answered photo. */
export interface Answered {
  status: 'done'
  /** What the network saw. */
  crop: ImageBitmap
  classification: FullClassification
  /** What a person wants the network to see. */
  view: View
  /** What `classification` is the answer to. While it is another than `view`, the answer to that is on its way. */
  answered: View
  /** Why the answer to the view that was wanted last could not be had; `view` has gone back then. */
  viewProblem?: Problem
}

export type ItemState =
  /** Nobody has looked into the file yet: it may be anything. */
  | { status: 'waiting' }
  /** The file has been accepted as a photo; its answer is on its way. */
  | { status: 'working'; prepared: Prepared }
  | Answered
  /** `prepared` where the file itself was accepted. */
  | { status: 'failed'; problem: Problem; prepared: Prepared | undefined }

export interface AnsweredItem extends Item {
  url: string
  state: Answered
}

/** Trying again can't help against these: the file or the browser has to be another one. */
export const LASTING: ReadonlySet<ErrorCode> = new Set([
  'not-an-image',
  'damaged-image',
  'unsupported-image',
  'image-too-large',
  'no-webassembly',
  'unsupported-browser',
])

/** What the page shows of a photo. The maps come along: they cost 2 % of an inference, and asking later a whole one. */
export const WANT: Want = { top: 10, probabilities: true, maps: true, crop: true }

/** The longer side of a photo's picture among many, pixels: enough for a tile on a fine screen. */
export const THUMBNAIL = 256

/** What is asked of one photo of many. The headline is made of the probabilities, which are not kept. */
export const BRIEF_WANT = { top: 5, probabilities: true, thumbnail: THUMBNAIL } as const satisfies Want

/** What a new photo is answered from: the tutorial's crop. */
export const MIDDLE: View = { kind: 'center' }

export function isAnswered(item: Item): item is AnsweredItem {
  return item.state.status === 'done' && item.url !== undefined
}

/** Whether an answer has all that {@link WANT} asks for, apart from the crop, which may come before. */
export function isFull(classification: Classification): classification is FullClassification {
  return classification.probabilities !== undefined && classification.looks.every(({ maps }) => maps)
}

/** What the network is to see of a photo in this state. */
export function wantedView(state: ItemState): View {
  return state.status === 'done' ? state.view : MIDDLE
}

/** Size and crop of the photo, once the file is known to be one. */
export function preparedOf(state: ItemState): Prepared | undefined {
  switch (state.status) {
    case 'waiting':
      return undefined
    case 'working':
    case 'failed':
      return state.prepared
    case 'done':
      return { crop: state.crop, width: state.classification.width, height: state.classification.height }
  }
}

/** The worker has accepted the file. A photo that is answered already stays as it is. */
export function withPrepared(state: ItemState, prepared: Prepared): ItemState {
  return state.status === 'done' ? state : { status: 'working', prepared }
}

/** `classification` is the answer to `view`; a newer view may be wanted already. */
export function withAnswer(
  state: ItemState,
  view: View,
  classification: FullClassification,
  crop: ImageBitmap,
): ItemState {
  const wanted = state.status === 'done' ? state.view : view
  return { status: 'done', crop, classification, view: wanted, answered: view }
}

/** The answer to `view` could not be had. One to a former view stays, and is what is wanted then. */
export function withProblem(state: ItemState, view: View, problem: Problem): ItemState {
  if (state.status !== 'done') return { status: 'failed', problem, prepared: preparedOf(state) }
  return state.view === view ? { ...state, view: state.answered, viewProblem: problem } : state
}

/** A person wants the network to see `view`. */
export function withView({ viewProblem: _, ...state }: Answered, view: View): Answered {
  return { ...state, view }
}

/** The answer is asked for anew. What is known of the photo stays until the new answer comes. */
export function askedAgain(state: ItemState): ItemState {
  if (state.status !== 'failed') return state
  return state.prepared ? { status: 'working', prepared: state.prepared } : { status: 'waiting' }
}

/** Whether the answer that is there, if one could be had, is to what is wanted. */
export function isUpToDate(state: ItemState): boolean {
  return state.status !== 'done' || state.view === state.answered
}
