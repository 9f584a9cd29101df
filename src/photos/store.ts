/**
 * The photos that a person works on, and their answers, outside React: a test or another view can drive it as the page
 * does. An answer that comes late, for a photo or a view that is given up, is dropped.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BackendName, Classifier, ComputeChoice, View } from '../classifier/index.ts'
import { type Answering, createAnswering } from './answering.ts'
import {
  bitmapsOf,
  type Collection,
  itemOf,
  itemOnShow,
  withBriefs,
  withItems,
  withOnShow,
  withoutItems,
  withState,
} from './collection.ts'
import { createHoldings, type Holdings } from './holdings.ts'
import { type Brief, type Item, isUpToDate, type Origin, WAITING, withView } from './item.ts'

/** Why there is no photo where one was to come: a paste brought no image, or the browser did not hand a file over. */
export type Notice = 'nothing-pasted' | 'not-received'

export interface PhotosState extends Collection {
  /** Several photos came: they are shown together unless one is on show, and a further one comes beside them. */
  many: boolean
  /** Cleared by the next photo. */
  notice: Notice | undefined
}

export interface Photos extends Omit<StoreApi<PhotosState>, 'setState'> {
  /**
   * Shows and classifies a file in the place of the one that was there. Several files are added to what is there, and so
   * is one where there are many already.
   */
  choose(files: readonly File[], origin: Origin): void
  /** Puts one of many on show, and asks for its whole answer; `undefined` shows them all. */
  open(id: number | undefined): void
  /** Changes the small answers of the items. */
  changeBriefs(next: (item: Item) => Brief): void
  /** Takes items away. @returns what {@link restore} brings back */
  remove(ids: ReadonlySet<number>): readonly Item[]
  restore(items: readonly Item[]): void
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
  urls: ObjectUrls
  objectUrls: Holdings<string>
}

const NONE: PhotosState = { items: [], selected: undefined, many: false, notice: undefined }

/** No photos yet. Those that come are answered by `classifier`. */
export function createPhotos(classifier: Classifier, urls: ObjectUrls): Photos {
  const store = createStore<PhotosState>(() => NONE)
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
  const context: Context = { store, classifier, answering, urls, objectUrls }
  const show = (next: PhotosState) => {
    putOnShow(context, next)
    release()
  }
  let lastId = 0

  return {
    ...store,
    choose(files, origin) {
      const items = files.map((source): Item => {
        lastId += 1
        return { id: lastId, source, origin, url: undefined, state: { status: 'waiting' }, brief: WAITING }
      })
      if (items.length > 0) show(withChosen(context, items))
    },
    open: (id) => show(withSelected(context, store.getState(), id)),
    changeBriefs: (next) => store.setState((state) => withBriefs(state, next)),
    remove(ids) {
      const removed = store.getState().items.filter(({ id }) => ids.has(id))
      const left = withoutItems(store.getState(), ids)
      show(left.items.length > 0 ? left : NONE)
      return removed
    },
    restore: (items) => store.setState((state) => withItems({ ...state, many: true }, items)),
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

/** What is there once `items` have been chosen. Beside many, a single one is put on show only where another one is. */
function withChosen(context: Context, items: readonly Item[]): PhotosState {
  const state = context.store.getState()
  const [first, second] = items
  if (first && !second && !state.many) {
    return withSelected(context, { ...NONE, items: [first] }, first.id)
  }
  const all = withItems({ ...state, many: true, notice: undefined }, items)
  const next = first && !second && state.selected !== undefined ? first.id : undefined
  return withSelected(context, all, next)
}

/** With the item of that id on show, and an object URL for it. */
function withSelected(
  { urls, objectUrls }: Context,
  state: PhotosState,
  id: number | undefined,
): PhotosState {
  const item = itemOf(state, id)
  if (item?.id === state.selected) return state
  const url = item && urls.createObjectURL(item.source)
  if (url !== undefined) objectUrls.add(url)
  return withOnShow(state, item?.id, url)
}

/** Asks for the answer of what is newly on show, and gives up what was asked of the one before. */
function putOnShow({ store, classifier, answering, objectUrls }: Context, next: PhotosState): void {
  const before = itemOnShow(store.getState())?.id
  const item = itemOnShow(next)
  const changes = before !== item?.id
  if (changes) {
    answering.abort()
    classifier.forget()
  }
  store.setState(next)
  objectUrls.keepOnly(item?.url === undefined ? [] : [item.url])
  if (changes && item) void answering.answer(item.id)
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
