import { useId } from 'react'
import type { View } from '../../classifier/index.ts'
import type { Answered } from '../../photos/item.ts'
import { useWords, useWordsOf } from '../language-pack.ts'
import { squareOfView } from './Frame.tsx'
import { centerOf, regionOf, type Size, type Square, zoomSquare } from './square.ts'
import { seenWords } from './words/index.ts'

const BUTTON_ZOOM = 1.25

type Choice = 'center' | 'region' | 'whole' | 'average5' | 'average10'

const CHOICES: readonly Choice[] = ['center', 'region', 'whole', 'average5', 'average10']

/** What a choice shows; the part to begin with is `square`. */
function viewOf(choice: Choice, square: Square, photo: Size): View {
  switch (choice) {
    case 'center':
    case 'whole':
      return { kind: choice }
    case 'region':
      return { kind: 'region', region: regionOf(zoomSquare(square, 1, centerOf(square), photo), photo) }
    case 'average5':
      return { kind: 'average', crops: 5 }
    case 'average10':
      return { kind: 'average', crops: 10 }
  }
}

function choiceOf(view: View): Choice {
  if (view.kind !== 'average') return view.kind
  return view.crops === 5 ? 'average5' : 'average10'
}

/** What the network is to see of the photo. */
export function Choices({ answer, onLook }: { answer: Answered; onLook: (view: View) => void }) {
  const { words: pageWords } = useWords()
  const words = useWordsOf(seenWords)
  const id = useId()
  const { view, answered, viewProblem, classification } = answer
  const photo = { width: classification.width, height: classification.height }
  const choice = choiceOf(view)
  const square = squareOfView(view, photo)
  const zoom = (factor: number) => {
    const next = zoomSquare(square, factor, centerOf(square), photo)
    onLook({ kind: 'region', region: regionOf(next, photo) })
  }

  return (
    <fieldset className="choices">
      <legend className="visually-hidden">{words.views.legend}</legend>
      <div className="row choices__list">
        {CHOICES.map((one) => (
          <label key={one} className="pill choices__choice">
            <input
              type="radio"
              className="visually-hidden"
              name={id}
              checked={choice === one}
              aria-describedby={choice === one ? `${id}-note` : undefined}
              onChange={() => onLook(viewOf(one, square, photo))}
            />
            {words.views[one]}
          </label>
        ))}
      </div>
      <p id={`${id}-note`} className="choices__note">
        {words.notes[choice]}{' '}
        <span
          className={view === answered ? 'choices__updating' : 'choices__updating choices__updating--on'}
          aria-hidden="true"
        >
          {words.updating}
        </span>
      </p>
      {choice === 'region' && <ZoomButtons zoom={zoom} onLook={onLook} />}
      {viewProblem && (
        <p className="choices__problem" role="alert">
          {words.failed} {pageWords.problem.texts[viewProblem.code].title}.
        </p>
      )}
    </fieldset>
  )
}

interface ZoomButtonsProps {
  /** By the factor of the square's side. */
  zoom: (factor: number) => void
  onLook: (view: View) => void
}

/** For those who neither pinch nor have a wheel. */
function ZoomButtons({ zoom, onLook }: ZoomButtonsProps) {
  const words = useWordsOf(seenWords)
  const buttons = [
    { label: words.smaller, act: () => zoom(1 / BUTTON_ZOOM) },
    { label: words.larger, act: () => zoom(BUTTON_ZOOM) },
    { label: words.reset, act: () => onLook({ kind: 'center' }) },
  ]
  return (
    <div className="choices__buttons">
      {buttons.map(({ label, act }) => (
        <button key={label} type="button" className="button button--quiet button--small" onClick={act}>
          {label}
        </button>
      ))}
    </div>
  )
}
