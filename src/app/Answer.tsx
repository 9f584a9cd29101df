import type { BackendNote, Classification } from '../classifier/index.ts'
import { CopyAnswer } from './CopyAnswer.tsx'
import { displayName } from './format.ts'
import { Made } from './timings/Made.tsx'
import { useWords } from './words.ts'

interface AnswerProps {
  classification: Classification
  /** Backends that were tried before. */
  notes: readonly BackendNote[]
  /** Why the model's files could not be kept. */
  notKept: string | undefined
}

/** What the photo shows, how sure that is, and what computed it. */
export function Answer({ classification, notes, notKept }: AnswerProps) {
  const { words, format } = useWords()
  const { predictions } = classification
  const best = predictions[0]
  return (
    <section className="answer">
      {best && (
        <>
          <p className="answer__eyebrow">{words.answer.eyebrow}</p>
          <h2 className="answer__name" lang="en">
            {displayName(best.className)}
          </h2>
          <p className="answer__probability">{format.probability(best.probability)}</p>
        </>
      )}
      <h3 className="visually-hidden">{words.answer.list}</h3>
      <ol className="predictions">
        {predictions.map(({ classId, className, probability }) => (
          <li key={classId} className="prediction">
            <span className="prediction__name" lang="en">
              {displayName(className)}
            </span>
            <span className="prediction__id">{classId}</span>
            <span className="prediction__probability">{format.probability(probability)}</span>
            <span className="prediction__track" aria-hidden="true">
              <span className="prediction__bar" style={{ width: `${probability * 100}%` }} />
            </span>
          </li>
        ))}
      </ol>
      <CopyAnswer predictions={predictions} />
      <Made classification={classification} notes={notes} notKept={notKept} />
    </section>
  )
}
