/** The photos that a person works on, and which of them is on show. Plain data. */
import type { Item, ItemState } from './item.ts'

export interface Collection {
  items: readonly Item[]
  /** Id of the item on show. */
  selected: number | undefined
}

/** Only `item`, on show. */
export function collectionOf(item: Item): Collection {
  return { items: [item], selected: item.id }
}

export function itemOf({ items }: Collection, id: number | undefined): Item | undefined {
  return items.find((item) => item.id === id)
}

export function itemOnShow(collection: Collection): Item | undefined {
  return itemOf(collection, collection.selected)
}

/** The same items, the one with that id in its next state. The collection itself where nothing changes. */
export function withState<C extends Collection>(
  collection: C,
  id: number,
  next: (state: ItemState) => ItemState,
): C {
  const item = itemOf(collection, id)
  const state = item && next(item.state)
  if (!item || state === item.state || !state) return collection
  return {
    ...collection,
    items: collection.items.map((other) => (other === item ? { ...item, state } : other)),
  }
}

/** The bitmaps that a collection shows. */
export function bitmapsOf({ items }: Collection): ImageBitmap[] {
  return items.flatMap(({ state }) => {
    if (state.status === 'done') return [state.crop]
    const crop = state.status === 'waiting' ? undefined : state.prepared?.crop
    return crop ? [crop] : []
  })
}
