/** How the grid is looked at: what is listed, what is selected, and where one was. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Item } from '../../photos/item.ts'
import { ALL, type Filter } from '../../photos/listing.ts'

export interface ViewState {
  filter: Filter
  /** Ids. */
  selection: ReadonlySet<number>
  /** Where a range of the selection begins. */
  anchor: number | undefined
  /** The tile that the keyboard is on. */
  current: number | undefined
  /** What was taken away last, and can be brought back. */
  removed: readonly Item[]
}

export type View = StoreApi<ViewState>

const NOTHING: ReadonlySet<number> = new Set()

export function createView(): View {
  return createStore(() => ({
    filter: ALL,
    selection: NOTHING,
    anchor: undefined,
    current: undefined,
    removed: [],
  }))
}

/** Another filter: what is selected and no longer listed would be removed unseen, so nothing stays selected. */
export function withFilter(state: ViewState, change: Partial<Filter>): ViewState {
  return { ...state, filter: { ...state.filter, ...change }, selection: NOTHING, anchor: undefined }
}

export function withNothing(state: ViewState): ViewState {
  return { ...state, selection: NOTHING, anchor: undefined }
}

export function withAll(state: ViewState, listed: readonly number[]): ViewState {
  return { ...state, selection: new Set(listed) }
}

export function withToggled(state: ViewState, id: number): ViewState {
  const selection = new Set(state.selection)
  if (!selection.delete(id)) selection.add(id)
  return { ...state, selection, anchor: id, current: id }
}

/** All from the anchor to `id`, in the order of the list. */
export function withRange(state: ViewState, listed: readonly number[], id: number): ViewState {
  const anchor = state.anchor ?? state.current ?? id
  const [from, to] = [listed.indexOf(anchor), listed.indexOf(id)].sort((a, b) => a - b)
  if (from === undefined || to === undefined || from < 0) return withToggled(state, id)
  return { ...state, selection: new Set(listed.slice(from, to + 1)), anchor, current: id }
}

/** Which place in the list a key leads to, from another one; `undefined` for any other key. */
export function placeByKey(key: string, at: number, count: number, columns: number, rows: number) {
  const to = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    PageDown: at + columns * rows,
    PageUp: at - columns * rows,
    Home: 0,
    End: count - 1,
  }[key]
  if (to === undefined || count === 0) return undefined
  const isPage = key.startsWith('Page')
  if (isPage) return Math.min(Math.max(to, at % columns), count - 1)
  return to < 0 || to >= count ? at : to
}
