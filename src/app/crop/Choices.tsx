import { useId } from 'react'
import type { View } from '../../classifier/index.ts'
import type { Answered } from '../../photos/item.ts'
import { useWords } from '../language-pack.ts'
import { useSeenWords } from './crop-words.ts'
import { squareOfView } from './Frame.tsx'
import { centerOf, regionOf, zoomSquare } from './square.ts'

const BUTTON_ZOOM = 1.25

type Choice = 'center' | 'region' | 'whole' | 'average5' | 'average10'

const CHOICES: readonly Choice[] = ['center', 'region', 'whole', 'average5', 'average10']

function choiceOf(view: View): Choice {
  if (view.kind !== 'average') return view.kind
  return view.crops === 5 ? 'average5' : 'average10'
}

interface ChoicesProps {
  answer: Answered
  onLook: (view: View) => void
}

/** What the network is to see of the photo. */
export function Choices({ answer, onLook }: ChoicesProps) {
  const { words: pageWords } = useWords()
  const words = useSeenWords()
  const id = useId()
  const { view, answered, viewProblem, classification } = answer
  const photo = { width: classification.width, height: classification.height }
  const choice = choiceOf(view)
  const square = squareOfView(view, photo)
  const zoom = (factor: number) => {
    const next = zoomSquare(square, factor, centerOf(square), photo)
    onLook({ kind: 'region', region: regionOf(next, photo) })
  }

  function choose(next: Choice) {
    switch (next) {
      case 'center':
      case 'whole':
        return onLook({ kind: next })
      case 'region':
        return zoom(1)
      case 'average5':
        return onLook({ kind: 'average', crops: 5 })
      case 'average10':
        return onLook({ kind: 'average', crops: 10 })
    }
  }

  return (
    <fieldset className="choices">
      <legend className="visually-hidden">{words.views.legend}</legend>
      <div className="choices__list">
        {CHOICES.map((one) => (
          <label key={one} className="choices__choice">
            <input
              type="radio"
              className="visually-hidden"
              name={id}
              checked={choice === one}
              aria-describedby={choice === one ? `${id}-note` : undefined}
              onChange={() => choose(one)}
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
      {choice === 'region' && (
        <div className="choices__buttons">
          <button
            type="button"
            className="button button--quiet button--small"
            onClick={() => zoom(1 / BUTTON_ZOOM)}
          >
            {words.smaller}
          </button>
          <button
            type="button"
            className="button button--quiet button--small"
            onClick={() => zoom(BUTTON_ZOOM)}
          >
            {words.larger}
          </button>
          <button
            type="button"
            className="button button--quiet button--small"
            onClick={() => onLook({ kind: 'center' })}
          >
            {words.reset}
          </button>
        </div>
      )}
      {viewProblem && (
        <p className="choices__problem" role="alert">
          {words.failed} {pageWords.problem.texts[viewProblem.code].title}.
        </p>
      )}
    </fieldset>
  )
}
