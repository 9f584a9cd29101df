/**
 * The photos that a person works on, and their answers, outside React: a test or another view can drive it as the page
 * does. An answer that comes late, for a photo or a view that is given up, is dropped.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BackendName, Classifier, ComputeChoice, View } from '../classifier/index.ts'
import { type Answering, createAnswering } from './answering.ts'
import { bitmapsOf, type Collection, collectionOf, itemOf, itemOnShow, withState } from './collection.ts'
import { createHoldings } from './holdings.ts'
import { type Item, isUpToDate, type Origin, withView } from './item.ts'

/** Why there is no photo where one was to come: a paste brought no image, or the browser did not hand a file over. */
export type Notice = 'nothing-pasted' | 'not-received'

export interface PhotosState extends Collection {
  /** Cleared by the next photo. */
  notice: Notice | undefined
}

export interface Photos extends Omit<StoreApi<PhotosState>, 'setState'> {
  /** Shows and classifies the first image among `files`, or the first file if none says that it is an image. */
  choose(files: readonly File[], origin: Origin): void
  /** Lets the network look at the answered photo on show in another way; its answer stays until the new one comes. */
  look(view: View): void
  /** Says why no photo has come. */
  report(notice: Notice): void
  /** Tries again what failed: the model, and with it the photos that could not be answered without. */
  retry(): void
  /** Computes in another way from now on, the photo on show too. */
  configure(choice: Partial<ComputeChoice>): void
  /** Lets `auto` mean a backend that has been measured, and computes by it from now on, the photo on show too. */
  adopt(backend: BackendName): Promise<void>
}

/** Makes and revokes object URLs: `URL` in a page. */
export type ObjectUrls = Pick<typeof URL, 'createObjectURL' | 'revokeObjectURL'>

interface Context {
  store: StoreApi<PhotosState>
  classifier: Classifier
  answering: Answering
}

/** No photos yet. Those that come are answered by `classifier`. */
export function createPhotos(classifier: Classifier, urls: ObjectUrls): Photos {
  const store = createStore<PhotosState>(() => ({ items: [], selected: undefined, notice: undefined }))
  const bitmaps = createHoldings<ImageBitmap>((bitmap) => bitmap.close())
  const objectUrls = createHoldings<string>((url) => urls.revokeObjectURL(url))
  const release = () => bitmaps.keepOnly([...bitmapsOf(store.getState()), ...answering.crops()])
  const answering = createAnswering(classifier, {
    item: (id) => itemOf(store.getState(), id),
    hold: (bitmap) => bitmap && bitmaps.add(bitmap),
    release,
    change(id, next) {
      store.setState((state) => withState(state, id, next))
      release()
    },
  })
  const context: Context = { store, classifier, answering }
  let lastId = 0

  return {
    ...store,
    choose(files, origin) {
      const source = files.find(({ type }) => type.startsWith('image/')) ?? files[0]
      if (!source) return
      lastId += 1
      const url = urls.createObjectURL(source)
      objectUrls.add(url)
      show(context, { id: lastId, source, origin, url, given: files.length, state: { status: 'waiting' } })
      objectUrls.keepOnly([url])
    },
    look: (view) => look(context, view),
    report: (notice) => store.setState({ notice }),
    retry: () => retry(context),
    configure(choice) {
      classifier.configure(choice)
      answerAgain(context)
    },
    async adopt(backend) {
      await classifier.adopt(backend)
      answerAgain(context)
    },
  }
}

/** Shows and answers `item` in the place of all that was there. */
function show({ store, classifier, answering }: Context, item: Item): void {
  answering.abort()
  classifier.forget()
  store.setState({ ...collectionOf(item), notice: undefined })
  void answering.answer(item.id)
}

function look({ store, answering }: Context, view: View): void {
  const item = itemOnShow(store.getState())
  if (item?.state.status !== 'done') return
  const { state } = item
  store.setState((collection) => withState(collection, item.id, () => withView(state, view)))
  // While the frame is moved, the answer under way is of use: it follows the frame. Any other is given up.
  const follows = !isUpToDate(state) && isRegion(state.view) && isRegion(view)
  if (!follows) void answering.answer(item.id)
}

function retry({ store, classifier, answering }: Context): void {
  const modelFailed = classifier.state.status === 'failed'
  if (modelFailed) classifier.retry()
  for (const { id, state } of store.getState().items) {
    // What is still awaited of a model that has failed is lost too, and says so only later.
    if (state.status === 'failed' || (modelFailed && answering.isAwaited(id))) void answering.answer(id)
  }
}

/** Answers the photo on show anew if it has an answer, and all that failed. */
function answerAgain({ store, answering }: Context): void {
  const { items, selected } = store.getState()
  for (const { id, state } of items) {
    if (state.status === 'failed' || (state.status === 'done' && id === selected)) void answering.answer(id)
  }
}

function isRegion({ kind }: View): boolean {
  return kind === 'region'
}
