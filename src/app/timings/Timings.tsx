import type { ViewProps } from '../answer/view.ts'
import { useWords, useWordsOf } from '../language-pack.ts'
import { backendText } from '../loading/backend-text.ts'
import { timingsWords } from './words/index.ts'
import './timings.css'

const STEPS = ['decode', 'preprocess', 'inference'] as const

/** How long each step took, drawn to scale; each explains itself when it is opened. */
export function Timings({ item }: ViewProps) {
  const pack = useWords()
  const { words: pageWords, format } = pack
  const words = useWordsOf(timingsWords)
  const { classification } = item.state
  const { timings, looks, model, width, height } = classification
  const steps = STEPS.map((id) => ({ id, ...words.steps[id], time: format.milliseconds(timings[id]) }))
  return (
    <div className="view timings">
      <p className="row timings__total">
        <span>{words.total}</span>
        <strong>{format.milliseconds(timings.total)}</strong>
      </p>
      <div
        className="timings__bar"
        role="img"
        aria-label={words.chart(steps.map(({ name, time }) => words.part(name, time)).join(', '))}
      >
        {steps.map(({ id }) => (
          // the steps make up the total: their times are the shares
          <span
            key={id}
            className={`timings__share timings__share--${id}`}
            style={{ flexGrow: timings[id] }}
          />
        ))}
      </div>
      <div className="timings__steps">
        {steps.map(({ id, name, text, time }) => (
          <details key={id} className="timings__step">
            <summary>
              <span className={`timings__swatch timings__share--${id}`} aria-hidden="true" />
              <span className="timings__name">{name}</span>
              <span className="number">{time}</span>
            </summary>
            <p>
              {text}
              {id === 'inference' && looks.length > 1 && ` ${words.looks(format.integer(looks.length))}`}
            </p>
          </details>
        ))}
      </div>
      <p className="note note--fine">
        {words.hint} {words.waiting}
      </p>
      <dl className="timings__facts">
        <dt>{words.backend}</dt>
        <dd>{backendText(classification, pack)}</dd>
        <dt>{words.model}</dt>
        <dd>{model === 'int8' || model === 'fp16' ? words.variants[model] : words.variant(model)}</dd>
        <dt>{words.dimensions}</dt>
        <dd>{pageWords.photo.size(format.integer(width), format.integer(height))}</dd>
      </dl>
    </div>
  )
}
