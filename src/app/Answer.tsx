import type { BackendNote, Classification } from '../classifier/index.ts'
import { backendText } from './backend-text.ts'
import { CopyAnswer } from './CopyAnswer.tsx'
import { displayName } from './format.ts'
import { useWords } from './words.ts'

interface AnswerProps {
  classification: Classification
  /** Backends that were tried before. */
  notes: readonly BackendNote[]
  /** Why the model's files could not be kept. */
  notKept: string | undefined
}

/** What the photo shows, how sure that is, and how it was found. */
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
      <Facts classification={classification} notes={notes} notKept={notKept} />
    </section>
  )
}

function Facts({ classification, notes, notKept }: AnswerProps) {
  const pack = useWords()
  const { words, format } = pack
  const { timings, model, width, height } = classification
  return (
    <section className="facts">
      <h3>{words.answer.facts}</h3>
      <dl className="facts__times">
        <Fact name={words.answer.decode} value={format.milliseconds(timings.decode)} />
        <Fact name={words.answer.preprocess} value={format.milliseconds(timings.preprocess)} />
        <Fact name={words.answer.inference} value={format.milliseconds(timings.inference)} />
        <Fact name={words.answer.total} value={format.milliseconds(timings.total)} />
      </dl>
      <dl className="facts__rest">
        <Fact name={words.answer.backend} value={backendText(classification, pack)} />
        <Fact name={words.answer.model} value={words.answer.variant(model)} />
        <Fact
          name={words.answer.dimensions}
          value={words.photo.size(format.integer(width), format.integer(height))}
        />
      </dl>
      {notes.map(({ backend, reason }) => (
        <p key={backend} className="facts__note">
          {words.backend.left(words.backend[backend])} <span lang="en">{reason}</span>
        </p>
      ))}
      {notKept && (
        <p className="facts__note">
          {words.model.notKept} <span lang="en">{notKept}</span>
        </p>
      )}
    </section>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
