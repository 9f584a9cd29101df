import { type CSSProperties, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { View } from '../../classifier/index.ts'
import type { Answered } from '../../photos/item.ts'
import { useWords, useWordsOf } from '../language-pack.ts'
import {
  centerOf,
  fiveSquares,
  middleSquare,
  moveSquare,
  regionOf,
  type Size,
  type Square,
  squareOf,
  zoomSquare,
} from './square.ts'
import { useGestures } from './use-gestures.ts'
import { seenWords } from './words/index.ts'

/** Shares of the photo's shorter side that an arrow key moves the frame by, without and with Shift. */
const STEP = 0.05
const SMALL_STEP = 0.005
const KEY_ZOOM = 1.1

/** A frame that has come to rest for so long is told to a screen reader, milliseconds. */
const REST = 700

function placeOf({ left, top, side }: Square, { width, height }: Size): CSSProperties {
  return {
    left: `${(100 * left) / width}%`,
    top: `${(100 * top) / height}%`,
    width: `${(100 * side) / width}%`,
    height: `${(100 * side) / height}%`,
  }
}

/** The square that a view of one crop shows. */
export function squareOfView(view: View, photo: Size): Square {
  return view.kind === 'region' ? squareOf(view.region) : middleSquare(photo)
}

interface FrameProps {
  answer: Answered
  onLook: (view: View) => void
}

/** Over the photo: the part that the network sees, to be moved, or the several parts. */
export function Frame({ answer: { view, classification }, onLook }: FrameProps) {
  const { width, height } = classification
  const photo = { width, height }
  switch (view.kind) {
    case 'center':
    case 'region':
      return <MovableFrame view={view} photo={photo} onLook={onLook} />
    case 'whole':
      return (
        <div className="seen" aria-hidden="true">
          <span className="seen__frame seen__frame--whole" />
        </div>
      )
    case 'average':
      return (
        <div className="seen" aria-hidden="true">
          {fiveSquares(photo).map((square) => (
            <span
              key={`${square.left} ${square.top}`}
              className="seen__part"
              style={placeOf(square, photo)}
            />
          ))}
        </div>
      )
  }
}

interface MovableFrameProps {
  view: View
  photo: Size
  onLook: (view: View) => void
}

function MovableFrame({ view, photo, onLook }: MovableFrameProps) {
  const words = useWordsOf(seenWords)
  const id = useId()
  const layer = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const square = squareOfView(view, photo)
  const change = (next: Square) => onLook({ kind: 'region', region: regionOf(next, photo) })
  const { frameHandlers, onClick } = useGestures({ layer, frame, photo, square, onChange: change })
  const [keyed, setKeyed] = useState(false)

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Home' || event.key === '0') {
      if (view.kind !== 'center') onLook({ kind: 'center' })
    } else {
      const next = squareByKey(event, square, photo)
      if (!next) return
      change(next)
    }
    event.preventDefault()
    setKeyed(true)
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the frame's
    // biome-ignore lint/a11y/noStaticElementInteractions: a click beside the frame, which has keys for the same
    <div ref={layer} className="seen" onClick={onClick}>
      <div
        ref={frame}
        className={view.kind === 'region' ? 'seen__frame seen__frame--own' : 'seen__frame'}
        style={placeOf(square, photo)}
        // A part of the page with keys of its own: no widget of ARIA moves in two directions.
        role="application"
        aria-roledescription={words.frame.role}
        aria-label={words.frame.name}
        aria-describedby={`${id}-hint`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is interactive
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setKeyed(false)}
        {...frameHandlers}
      />
      <p id={`${id}-hint`} hidden>
        {words.frame.hint}
      </p>
      <Position square={square} photo={photo} active={keyed} />
    </div>
  )
}

/** What a key makes of the square; `undefined` for a key that is none of ours. */
function squareByKey({ key, shiftKey }: KeyboardEvent, square: Square, photo: Size): Square | undefined {
  const step = Math.max(1, Math.min(photo.width, photo.height) * (shiftKey ? SMALL_STEP : STEP))
  const moved = (x: number, y: number) => moveSquare(square, { x: x * step, y: y * step }, photo)
  const zoomed = (factor: number) => zoomSquare(square, factor, centerOf(square), photo)
  switch (key) {
    case 'ArrowLeft':
      return moved(-1, 0)
    case 'ArrowRight':
      return moved(1, 0)
    case 'ArrowUp':
      return moved(0, -1)
    case 'ArrowDown':
      return moved(0, 1)
    case '+':
    case '=':
      return zoomed(KEY_ZOOM)
    case '-':
    case '_':
      return zoomed(1 / KEY_ZOOM)
    default:
      return undefined
  }
}

/** Tells a screen reader where the frame is, once it rests; only a person with keys needs it. */
function Position({ square, photo, active }: { square: Square; photo: Size; active: boolean }) {
  const words = useWordsOf(seenWords)
  const { format } = useWords()
  const [told, setTold] = useState('')
  const text = words.frame.position(
    format.share(square.left / photo.width),
    format.share(square.top / photo.height),
    format.share(square.side / photo.width),
  )
  useEffect(() => {
    if (!active) return
    const timer = setTimeout(() => setTold(text), REST)
    return () => clearTimeout(timer)
  }, [text, active])
  return (
    <p className="visually-hidden" role="status">
      {active ? told : ''}
    </p>
  )
}
