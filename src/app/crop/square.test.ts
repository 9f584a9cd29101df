import { describe, expect, it } from 'vitest'
import {
  centerOf,
  clampSquare,
  fiveSquares,
  middleSquare,
  moveSquare,
  moveSquareTo,
  regionOf,
  zoomSquare,
} from './square.ts'

const photo = { width: 400, height: 300 }
const square = { left: 100, top: 50, side: 100 }

describe('a square', () => {
  it('begins in the middle, 224 of 255 parts of the shorter side', () => {
    const middle = middleSquare({ width: 510, height: 255 })
    expect(middle).toEqual({ left: 143, top: 15.5, side: 224 })
  })

  it.each([
    ['left', { x: -500, y: 0 }, { left: 0, top: 50, side: 100 }],
    ['right', { x: 500, y: 0 }, { left: 300, top: 50, side: 100 }],
    ['top', { x: 0, y: -500 }, { left: 100, top: 0, side: 100 }],
    ['bottom', { x: 0, y: 500 }, { left: 100, top: 200, side: 100 }],
    ['nothing in its way', { x: 7, y: -3 }, { left: 107, top: 47, side: 100 }],
  ])('that is moved stops at the edge: %s', (_, by, moved) => {
    expect(moveSquare(square, by, photo)).toEqual(moved)
  })

  it('is moved around a point', () => {
    expect(moveSquareTo(square, { x: 200, y: 150 }, photo)).toEqual({ left: 150, top: 100, side: 100 })
  })

  it('that is zoomed keeps what lies under the anchor where it was', () => {
    const anchor = { x: 125, y: 75 } // a quarter of the way
    const zoomed = zoomSquare(square, 0.5, anchor, photo)
    expect(zoomed).toEqual({ left: 112.5, top: 62.5, side: 50 })
  })

  it('is never smaller than 32 pixels nor larger than the photo', () => {
    expect(zoomSquare(square, 0.001, centerOf(square), photo)).toEqual({ left: 134, top: 84, side: 32 })
    expect(zoomSquare(square, 1000, centerOf(square), photo)).toEqual({ left: 0, top: 0, side: 300 })
    expect(clampSquare(square, { width: 20, height: 10 })).toEqual({ left: 10, top: 0, side: 10 })
  })

  it('becomes whole pixels within the photo', () => {
    expect(regionOf({ left: 299.6, top: 199.6, side: 100.4 }, photo)).toEqual({
      left: 300,
      top: 200,
      width: 100,
      height: 100,
    })
    expect(regionOf({ left: 0, top: 0, side: 1 }, { width: 1, height: 1 })).toEqual({
      left: 0,
      top: 0,
      width: 1,
      height: 1,
    })
  })
})

it('an average looks at the middle and the corners', () => {
  const squares = fiveSquares({ width: 510, height: 255 })
  expect(squares.map(({ left, top }) => [left, top])).toEqual([
    [143, 15.5],
    [0, 0],
    [286, 0],
    [0, 31],
    [286, 31],
  ])
})
