import { useId, useState } from 'react'
import type { Prediction } from '../../classifier/index.ts'
import { displayName } from '../../words/format.ts'
import { useWords } from '../language-pack.ts'
import { type ShownClass, usePointedClass } from './pointed-class.ts'

const FEW = 5

interface PredictionsProps {
  /** By falling probability. */
  predictions: readonly Prediction[]
  shownClass: ShownClass
}

/** The best answers, a button each for its map. */
export function Predictions({ predictions, shownClass }: PredictionsProps) {
  const { words } = useWords()
  const id = useId()
  const [all, setAll] = useState(false)
  const { kept, point, leave, keep } = usePointedClass(shownClass)
  return (
    <div className="answers">
      <h3 className="visually-hidden" id={id}>
        {words.answer.list}
      </h3>
      <ol className="predictions" aria-labelledby={id} aria-describedby={`${id}-hint`}>
        {predictions.slice(0, all ? undefined : FEW).map(({ index, classId, className, probability }) => (
          <li key={classId}>
            <button
              type="button"
              className="entry prediction"
              aria-pressed={kept === index}
              onClick={() => keep(index)}
              onPointerEnter={() => point(index)}
              onPointerLeave={leave}
              onFocus={() => point(index)}
              onBlur={leave}
            >
              <PredictionRow classId={classId} className={className} probability={probability} />
            </button>
          </li>
        ))}
      </ol>
      <div className="row note note--fine entries__foot answers__foot">
        <p id={`${id}-hint`}>{words.answer.listHint}</p>
        {predictions.length > FEW && (
          <button
            type="button"
            className="button button--quiet button--small"
            aria-expanded={all}
            onClick={() => setAll(!all)}
          >
            {all ? words.answer.showFive : words.answer.showTen}
          </button>
        )}
      </div>
    </div>
  )
}

function PredictionRow({ classId, className, probability }: Omit<Prediction, 'index'>) {
  const { format } = useWords()
  return (
    <>
      <span className="prediction__name" lang="en">
        {displayName(className)}
      </span>
      <span className="prediction__id">{classId}</span>
      <span className="number prediction__probability">{format.probability(probability)}</span>
      <span className="track prediction__track" aria-hidden="true">
        <span className="prediction__bar" style={{ width: `${probability * 100}%` }} />
      </span>
    </>
  )
}
