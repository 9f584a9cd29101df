import { describe, expect, it } from 'vitest'
import { bitmapsOf, type Collection, itemOnShow, withState } from './collection.ts'
import { type Item, type ItemState, WAITING } from './item.ts'
import { fakeBitmap } from './test/fake-classifier.ts'

const item = (id: number, state: ItemState = { status: 'waiting' }): Item => ({
  id,
  source: new File([], `${id}.jpg`),
  origin: 'chosen',
  url: `blob:${id}`,
  brief: WAITING,
  state,
})

const working = (crop = fakeBitmap()): ItemState => ({
  status: 'working',
  prepared: { crop, width: 4, height: 3 },
})

const three: Collection = { items: [item(1), item(2), item(3)], selected: 2 }

describe('a collection', () => {
  it('shows the item that is selected', () => {
    expect(itemOnShow(three)?.id).toBe(2)
    expect(itemOnShow({ ...three, selected: undefined })).toBeUndefined()
    expect(itemOnShow({ items: [item(7)], selected: 7 })?.id).toBe(7)
  })

  it('changes one item and leaves the others the very same', () => {
    const next = withState(three, 3, () => working())
    expect(next.items.map(({ state }) => state.status)).toEqual(['waiting', 'waiting', 'working'])
    expect(next.items[0]).toBe(three.items[0])
    expect(next.selected).toBe(2)
  })

  it('stays the very same where nothing changes', () => {
    expect(withState(three, 2, (state) => state)).toBe(three)
    expect(withState(three, 9, () => working())).toBe(three)
  })

  it('shows the bitmaps of its items', () => {
    const [a, b] = [fakeBitmap(), fakeBitmap()]
    const problem = { code: 'internal' as const, message: 'oops' }
    const failed: ItemState = { status: 'failed', problem, prepared: { crop: b, width: 4, height: 3 } }
    const refused: ItemState = { status: 'failed', problem, prepared: undefined }
    expect(
      bitmapsOf({ items: [item(1), item(2, working(a)), item(3, failed), item(4, refused)], selected: 1 }),
    ).toEqual([a, b])
  })
})
