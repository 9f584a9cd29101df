/** The photos that a person works on, and which of them is on show. Plain data. */
import { type Brief, type Item, type ItemState, LASTING, WAITING } from './item.ts'

export interface Collection {
  items: readonly Item[]
  /** Id of the item on show. */
  selected: number | undefined
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

/** The same items, some of them with another small answer. The collection itself where nothing changes. */
export function withBriefs<C extends Collection>(collection: C, next: (item: Item) => Brief): C {
  let changed = false
  const items = collection.items.map((item) => {
    const brief = next(item)
    if (brief === item.brief) return item
    changed = true
    return { ...item, brief }
  })
  return changed ? { ...collection, items } : collection
}

/** With the item of that id on show, or none. What is no longer on show keeps its small answer only. */
export function withOnShow<C extends Collection>(
  collection: C,
  id: number | undefined,
  url: string | undefined,
): C {
  const { selected } = collection
  if (id === selected) return collection
  const items = collection.items.map((item): Item => {
    if (item.id === id) return { ...item, url }
    return item.id === selected ? { ...item, url: undefined, state: { status: 'waiting' } } : item
  })
  return { ...collection, items, selected: id }
}

/** With more items, each in its place: the order is that of the ids. */
export function withItems<C extends Collection>(collection: C, more: readonly Item[]): C {
  const items = [...collection.items, ...more].sort((a, b) => a.id - b.id)
  return { ...collection, items }
}

/** Without the items of those ids. */
export function withoutItems<C extends Collection>(collection: C, ids: ReadonlySet<number>): C {
  const items = collection.items.filter(({ id }) => !ids.has(id))
  const { selected } = collection
  return {
    ...collection,
    items,
    selected: selected !== undefined && ids.has(selected) ? undefined : selected,
  }
}

/** Whether asking again may help. */
export function isRetriable({ brief }: Item): boolean {
  return brief.status === 'failed' ? !LASTING.has(brief.problem.code) : brief.status === 'cancelled'
}

/** What failed, or was called off, waits again where that may help. */
export function askAgain(item: Item): Brief {
  return isRetriable(item) ? WAITING : item.brief
}

/** What has no answer yet is called off. */
export function callOff({ brief }: Item): Brief {
  return brief.status === 'waiting' || brief.status === 'asked' ? { status: 'cancelled' } : brief
}

/** Whether an item of many has still to be answered. */
export function isOpen({ brief }: Item): boolean {
  return brief.status === 'waiting' || brief.status === 'asked'
}

/** The bitmaps that a collection shows. */
export function bitmapsOf({ items }: Collection): ImageBitmap[] {
  return items.flatMap(({ state }) => {
    if (state.status === 'done') return [state.crop]
    const crop = state.status === 'waiting' ? undefined : state.prepared?.crop
    return crop ? [crop] : []
  })
}
