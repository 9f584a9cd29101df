import { describe, expect, it } from 'vitest'
import { createView, placeByKey, withAll, withFilter, withNothing, withRange, withToggled } from './view.ts'

const start = createView().getState()
const LISTED = [5, 3, 9, 1, 7]
const selected = ({ selection }: typeof start) => [...selection]

describe('the selection', () => {
  it('is changed one by one', () => {
    const one = withToggled(start, 3)
    expect(selected(one)).toEqual([3])
    expect(selected(withToggled(one, 9))).toEqual([3, 9])
    expect(selected(withToggled(one, 3))).toEqual([])
  })

  it('is a range in the order of the list, from the anchor either way', () => {
    const from = withToggled(start, 9)
    expect(selected(withRange(from, LISTED, 7))).toEqual([9, 1, 7])
    expect(selected(withRange(withRange(from, LISTED, 7), LISTED, 5))).toEqual([5, 3, 9])
    expect(selected(withRange(start, LISTED, 1))).toEqual([1])
  })

  it('begins anew where the anchor is not listed', () => {
    expect(selected(withRange({ ...start, anchor: 100 }, LISTED, 1))).toEqual([1])
  })

  it('is all that is listed, or nothing', () => {
    expect(selected(withAll(start, LISTED))).toEqual(LISTED)
    expect(selected(withNothing(withAll(start, LISTED)))).toEqual([])
  })

  it('does not outlive the filter: nobody removes what is not in sight', () => {
    const state = withFilter(withAll(start, LISTED), { outcome: 'failed' })
    expect([selected(state), state.filter.outcome]).toEqual([[], 'failed'])
  })
})

describe('a key', () => {
  /** Ten tiles in rows of four. */
  const from = (at: number) => (key: string) => placeByKey(key, at, 10, 4, 2)

  it('leads to the next tile or row, and nowhere beyond the list', () => {
    const middle = from(5)
    expect(['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'].map(middle)).toEqual([6, 4, 9, 1])
    expect(['ArrowLeft', 'ArrowUp'].map(from(0))).toEqual([0, 0])
    expect(['ArrowRight', 'ArrowDown'].map(from(9))).toEqual([9, 9])
  })

  it('leads to the ends, and by pages', () => {
    expect(['Home', 'End', 'PageDown', 'PageUp'].map(from(5))).toEqual([0, 9, 9, 1])
  })

  it('of another kind leads nowhere', () => expect(from(5)('x')).toBeUndefined())
})
