/** The part of a photo that a person lets the network see: a square within it, in pixels of the upright photo. */
import type { Region } from '../../classifier/index.ts'
import { IMAGENET } from '../../network/imagenet.ts'

export interface Square {
  left: number
  top: number
  side: number
}

export interface Size {
  width: number
  height: number
}

export interface Point {
  x: number
  y: number
}

/** The smallest part worth a look, pixels: the network makes 224 of them. */
const SMALLEST = 32

/** Of the shorter side, what the middle crop shows. */
const MIDDLE_SHARE = IMAGENET.size / IMAGENET.resize

const between = (low: number, value: number, high: number) => Math.max(low, Math.min(value, high))

/** `square` within the photo, neither too small nor larger than it. */
export function clampSquare({ left, top, side }: Square, { width, height }: Size): Square {
  const largest = Math.min(width, height)
  const clamped = between(Math.min(SMALLEST, largest), side, largest)
  return {
    left: between(0, left, width - clamped),
    top: between(0, top, height - clamped),
    side: clamped,
  }
}

function squareAround({ x, y }: Point, side: number): Square {
  return { left: x - side / 2, top: y - side / 2, side }
}

/** The square that begins where the tutorial's crop is. */
export function middleSquare({ width, height }: Size): Square {
  return squareAround({ x: width / 2, y: height / 2 }, Math.min(width, height) * MIDDLE_SHARE)
}

export function moveSquare(square: Square, by: Point, photo: Size): Square {
  return clampSquare({ ...square, left: square.left + by.x, top: square.top + by.y }, photo)
}

/** The same square around another point. */
export function moveSquareTo({ side }: Square, center: Point, photo: Size): Square {
  return clampSquare(squareAround(center, side), photo)
}

/** `square` with its side times `factor`; what it shows at `anchor` stays there. */
export function zoomSquare(square: Square, factor: number, anchor: Point, photo: Size): Square {
  const largest = Math.min(photo.width, photo.height)
  const side = between(Math.min(SMALLEST, largest), square.side * factor, largest)
  const scale = side / square.side
  return clampSquare(
    {
      left: anchor.x - (anchor.x - square.left) * scale,
      top: anchor.y - (anchor.y - square.top) * scale,
      side,
    },
    photo,
  )
}

export function centerOf({ left, top, side }: Square): Point {
  return { x: left + side / 2, y: top + side / 2 }
}

/** In whole pixels, still within the photo. */
export function regionOf(square: Square, photo: Size): Region {
  const side = Math.max(1, Math.min(Math.round(square.side), photo.width, photo.height))
  return {
    left: between(0, Math.round(square.left), photo.width - side),
    top: between(0, Math.round(square.top), photo.height - side),
    width: side,
    height: side,
  }
}

export function squareOf({ left, top, width }: Region): Square {
  return { left, top, side: width }
}

/** The middle and the four corners, as an average looks at them; what the page draws before the answer tells exactly. */
export function fiveSquares(photo: Size): Square[] {
  const middle = middleSquare(photo)
  const right = photo.width - middle.side
  const bottom = photo.height - middle.side
  const corners = [
    [0, 0],
    [right, 0],
    [0, bottom],
    [right, bottom],
  ] as const
  return [middle, ...corners.map(([left, top]) => ({ left, top, side: middle.side }))]
}
