import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import { moveSquare, moveSquareTo, type Point, type Size, type Square, zoomSquare } from './square.ts'

/** A hand trembles by this much on a click, screen pixels. */
const TREMBLE = 4

/** Zoom of a wheel's pixel: a notch of 100 is about a quarter. */
const WHEEL_ZOOM = 0.0025

/** Pixels of a wheel's step by its `deltaMode`: pixels, lines or pages. */
const WHEEL_PIXELS = [1, 16, 400]

function middleOf([a, b]: readonly [Point, Point?]): Point {
  return b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : a
}

interface Gestures {
  /** Lies exactly over the photo. */
  layer: RefObject<HTMLElement | null>
  frame: RefObject<HTMLElement | null>
  /** Size of the upright photo, pixels. */
  photo: Size
  square: Square
  onChange: (square: Square) => void
}

/** Between the screen and the photo that the layer lies over. */
function screenToPhoto({ layer, photo }: Pick<Gestures, 'layer' | 'photo'>) {
  const box = layer.current?.getBoundingClientRect()
  const scale = photo.width / (box?.width || 1)
  return {
    /** Pixels of the photo for one of the screen. */
    scale,
    toPhoto: ({ x, y }: Point): Point => ({
      x: (x - (box?.left ?? 0)) * scale,
      y: (y - (box?.top ?? 0)) * scale,
    }),
  }
}

/** React's wheel events are passive, so that they could not keep the page from scrolling. */
function useWheelZoom({ layer, frame, photo, square, onChange }: Gestures) {
  useEffect(() => {
    const element = layer.current
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && document.activeElement !== frame.current) return
      event.preventDefault()
      const pixels = event.deltaY * (WHEEL_PIXELS[event.deltaMode] ?? 1)
      const { toPhoto } = screenToPhoto({ layer, photo })
      const anchor = toPhoto({ x: event.clientX, y: event.clientY })
      onChange(zoomSquare(square, Math.exp(pixels * WHEEL_ZOOM), anchor, photo))
    }
    element?.addEventListener('wheel', wheel, { passive: false })
    return () => element?.removeEventListener('wheel', wheel)
  })
}

const distance = ([a, b]: readonly [Point, Point]) => Math.hypot(a.x - b.x, a.y - b.y)

/**
 * Moves and zooms a square by mouse, finger or pen: one pointer drags it, two pinch it, a click beside it brings it there,
 * and the wheel zooms where it is not needed for the page: with Ctrl (which a pinch on a touchpad sends) or while the
 * frame has the focus.
 */
export function useGestures(gestures: Gestures) {
  const { layer, frame, photo, square, onChange } = gestures
  const pointers = useRef(new Map<number, Point>())
  /** Where the gesture's square is, in fractions of pixels; those that are shown are rounded. */
  const gesture = useRef<{ square: Square; moved: boolean } | null>(null)
  useWheelZoom(gestures)

  /** The gesture's one or two pointers. */
  const touching = (): readonly [Point, Point?] | undefined => {
    const [first, second] = pointers.current.values()
    return first && (second ? [first, second] : [first])
  }

  function move(pointerId: number, to: Point) {
    const before = touching()
    const from = pointers.current.get(pointerId)
    if (!gesture.current || !before || !from) return
    if (!gesture.current.moved && !before[1] && distance([from, to]) < TREMBLE) return
    pointers.current.set(pointerId, to)
    const next = squareMovedBy(gesture.current.square, before, touching() ?? before, { layer, photo })
    gesture.current = { square: next, moved: true }
    onChange(next)
  }

  const end = ({ pointerId }: PointerEvent) => {
    pointers.current.delete(pointerId)
    if (pointers.current.size === 0) gesture.current = null
  }

  return {
    frameHandlers: {
      onPointerDown(event: PointerEvent) {
        if (event.button !== 0 || pointers.current.size === 2) return
        frame.current?.setPointerCapture(event.pointerId)
        pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
        gesture.current ??= { square, moved: false }
      },
      onPointerMove: (event: PointerEvent) => move(event.pointerId, { x: event.clientX, y: event.clientY }),
      onPointerUp: end,
      onPointerCancel: end,
      onLostPointerCapture: end,
    },
    /** Of the layer: a click beside the frame. */
    onClick(event: { target: EventTarget | null; clientX: number; clientY: number }) {
      if (event.target !== layer.current) return
      const { toPhoto } = screenToPhoto({ layer, photo })
      onChange(moveSquareTo(square, toPhoto({ x: event.clientX, y: event.clientY }), photo))
    },
  }
}

/** What one or two pointers on the screen make of a square when they go from `before` to `after`. */
function squareMovedBy(
  square: Square,
  before: readonly [Point, Point?],
  after: readonly [Point, Point?],
  { layer, photo }: Pick<Gestures, 'layer' | 'photo'>,
): Square {
  const { scale, toPhoto } = screenToPhoto({ layer, photo })
  const start = middleOf(before)
  const stop = middleOf(after)
  const by = { x: (stop.x - start.x) * scale, y: (stop.y - start.y) * scale }
  if (!before[1] || !after[1]) return moveSquare(square, by, photo)
  // Spreading the fingers takes hold of the frame's edges: it grows with them.
  const factor = distance([after[0], after[1]]) / Math.max(1, distance([before[0], before[1]]))
  return moveSquare(zoomSquare(square, factor, toPhoto(start), photo), by, photo)
}
