/**
 * What the page knows: how the model is, and the one photo on show. Outside React, so that a test or another view
 * can drive it. A new photo takes the place of the former; an answer that comes late for a former photo is dropped.
 */
import {
  type ActivationMaps,
  type Classification,
  type Classifier,
  ClassifierError,
  type ClassLabel,
  type ComputeChoice,
  type Hierarchy,
  type Look,
  loadHierarchy,
  type ModelState,
  type View,
  type Want,
} from '../classifier/index.ts'
import { createValue, type ReadableValue } from './value.ts'

/** How a photo got here. */
export type PhotoOrigin = 'chosen' | 'dropped' | 'pasted' | 'shared' | 'sample'

export interface Photo {
  /** Unlike any other photo's since the page opened. */
  id: number
  file: File
  origin: PhotoOrigin
  /** Object URL of `file`, alive as long as the photo is on show. */
  url: string
  /** How many files came with it, itself included; only this one is used. */
  given: number
}

export interface PhotoProblem {
  code: ClassifierError['code']
  message: string
}

/** An answer with all that the page shows. */
export interface FullClassification extends Classification {
  probabilities: Float32Array
  looks: [MappedLook, ...MappedLook[]]
}

export interface MappedLook extends Look {
  maps: ActivationMaps
}

function isFull(classification: Classification): classification is FullClassification {
  return classification.probabilities !== undefined && classification.looks.every(({ maps }) => maps)
}

/** A photo with its answer. */
export interface AnsweredPhoto {
  status: 'done'
  photo: Photo
  /** What the network saw. */
  crop: ImageBitmap
  classification: FullClassification
  /** What a person wants the network to see. */
  view: View
  /** What `classification` is the answer to. While it is another than `view`, the answer to that is on its way. */
  answered: View
  /** Why the answer to the view that was wanted last could not be had; `view` has gone back then. */
  viewProblem?: PhotoProblem
}

/** The bitmaps belong to the store: it closes them when the photo leaves. */
export type PhotoState =
  | { status: 'idle' }
  /** `crop` is what the network will see, `null` until the photo is decoded. */
  | { status: 'working'; photo: Photo; crop: ImageBitmap | null }
  | AnsweredPhoto
  | { status: 'failed'; photo: Photo; crop: ImageBitmap | null; problem: PhotoProblem }

export interface PageState {
  model: ModelState
  /** What the network tells apart, in the order of its outputs; empty until the model has been ready once. */
  classes: readonly ClassLabel[]
  /** The classes in groups; `null` until they are loaded, which begins with the model. */
  hierarchy: Hierarchy | null
  photo: PhotoState
  /** A paste brought no image. Cleared by the next photo. */
  nothingPasted: boolean
}

export interface Store extends ReadableValue<PageState> {
  /** Shows and classifies the first image among `files`, or the first file if none says that it is an image. */
  choose(files: readonly File[], origin: PhotoOrigin): void
  /** Lets the network look at the answered photo in another way; the answer that is there stays until the new one comes. */
  look(view: View): void
  /** Says that a paste brought no image. */
  reportEmptyPaste(): void
  /** Tries again what failed: the model, and with it the photo that could not be answered without. */
  retry(): void
  /** Computes in another way from now on, the photo on show too. */
  configure(choice: Partial<ComputeChoice>): void
  /** Stops the model's download; what has come is kept. */
  pause(): void
  /** Goes on with the download, or begins it where a metered connection made it wait. */
  resume(): void
  /** Lets go of the photo, the classifier's events and the classifier. */
  dispose(): void
}

/** What the page shows. */
const WANT: Want = { top: 10, probabilities: true, maps: true, crop: true }

/** What a new photo is answered from: the tutorial's crop. */
const MIDDLE: View = { kind: 'center' }

function classesOf(model: ModelState): readonly ClassLabel[] | undefined {
  return model.status === 'ready' ? model.classes : undefined
}

/** A store on top of `classifier`, which it owns from now on. */
export function createStore(classifier: Classifier, loadGroups = loadHierarchy): Store {
  const state = createValue<PageState>({
    model: classifier.state,
    classes: classesOf(classifier.state) ?? [],
    hierarchy: null,
    photo: { status: 'idle' },
    nothingPasted: false,
  })
  const unsubscribe = classifier.subscribe(() => {
    const model = classifier.state
    state.set({ ...state.get(), model, classes: classesOf(model) ?? state.get().classes })
    if (model.status !== 'absent') wantGroups()
  })
  let photos = 0
  let running: AbortController | null = null

  /** Loads the groups unless they are there or on their way. Answers do without, so a failure is no problem of theirs. */
  let groupsAwaited = false
  function wantGroups() {
    if (groupsAwaited) return
    groupsAwaited = true
    loadGroups().then(
      (hierarchy) => state.set({ ...state.get(), hierarchy }),
      () => {
        groupsAwaited = false
      },
    )
  }
  if (classifier.state.status !== 'absent') wantGroups()

  const show = (photo: PhotoState) => state.set({ ...state.get(), photo })

  /** Stops the running photo and frees what the one on show holds. */
  function release() {
    running?.abort()
    running = null
    classifier.forget()
    const shown = state.get().photo
    if (shown.status === 'idle') return
    shown.crop?.close()
    URL.revokeObjectURL(shown.photo.url)
  }

  async function classify(photo: Photo) {
    const controller = new AbortController()
    running = controller
    const isCurrent = () => running === controller
    let crop: ImageBitmap | null = null
    try {
      const classification = await classifier.classify(photo.file, {
        want: WANT,
        signal: controller.signal,
        keep: true,
        onPrepared(prepared) {
          if (!isCurrent() || crop) return prepared.crop?.close()
          crop = prepared.crop ?? null
          show({ status: 'working', photo, crop })
        },
      })
      if (!isCurrent() || crop) classification.crop?.close()
      if (!isCurrent()) return
      const shown = crop ?? classification.crop
      if (!shown || !isFull(classification))
        throw new ClassifierError('internal', 'The answer is not complete.')
      running = null
      show({
        status: 'done',
        photo,
        crop: shown,
        classification,
        view: MIDDLE,
        answered: MIDDLE,
      })
    } catch (error) {
      if (!isCurrent()) return
      running = null
      show({ status: 'failed', photo, crop, problem: problemOf(error) })
    }
  }

  /** The photo on show, if it could not be answered. */
  function classifyAgain() {
    const shown = state.get().photo
    if (shown.status !== 'failed') return
    shown.crop?.close()
    show({ status: 'working', photo: shown.photo, crop: null })
    void classify(shown.photo)
  }

  /** The photo on show, if it has its answer. */
  function answeredPhoto(): AnsweredPhoto | undefined {
    const { photo } = state.get()
    return photo.status === 'done' ? photo : undefined
  }

  /** Answers the view that is wanted, until no newer one has come meanwhile: one at a time, those in between never. */
  async function lookAgain() {
    running?.abort()
    const controller = new AbortController()
    running = controller
    for (;;) {
      const wanted = answeredPhoto()
      if (!wanted) return
      const { photo, view } = wanted
      const options = { want: WANT, signal: controller.signal, keep: true, view }
      const result = await classifier.classify(photo.file, options).catch(problemOf)
      const shown = answeredPhoto()
      if (running !== controller || !shown) {
        if ('predictions' in result) result.crop?.close()
        return
      }
      if ('predictions' in result && result.crop && isFull(result)) {
        shown.crop.close()
        show({ ...shown, crop: result.crop, classification: result, answered: view })
      }
      if (shown.view !== view) continue
      if (!('predictions' in result)) {
        show({ ...shown, view: shown.answered, viewProblem: result })
      }
      running = null
      return
    }
  }

  return {
    get: state.get,
    subscribe: state.subscribe,
    choose(files, origin) {
      const file = files.find((candidate) => candidate.type.startsWith('image/')) ?? files[0]
      if (!file) return
      release()
      photos += 1
      const photo: Photo = {
        id: photos,
        file,
        origin,
        url: URL.createObjectURL(file),
        given: files.length,
      }
      state.set({ ...state.get(), nothingPasted: false, photo: { status: 'working', photo, crop: null } })
      void classify(photo)
    },
    look(view) {
      const shown = answeredPhoto()
      if (!shown) return
      const { viewProblem: _, ...rest } = shown
      show({ ...rest, view })
      // While the frame is moved, the answer under way is of use: it follows the frame. Any other is given up.
      const follows =
        running !== null && shown.view !== shown.answered && isRegion(shown.view) && isRegion(view)
      if (!follows) void lookAgain()
    },
    reportEmptyPaste() {
      state.set({ ...state.get(), nothingPasted: true })
    },
    retry() {
      if (state.get().model.status === 'failed') classifier.retry()
      classifyAgain()
    },
    configure(choice) {
      classifier.configure(choice)
      if (answeredPhoto()) void lookAgain()
      else classifyAgain()
    },
    pause: () => classifier.pause(),
    resume: () => classifier.resume(),
    dispose() {
      release()
      show({ status: 'idle' })
      unsubscribe()
      classifier.dispose()
    },
  }
}

function isRegion({ kind }: View): boolean {
  return kind === 'region'
}

function problemOf(error: unknown): PhotoProblem {
  if (error instanceof ClassifierError) return { code: error.code, message: error.message }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
}
