import type { Prediction } from '../../classifier/index.ts'
import { answers, bestAnswer } from '../../photos/rest.ts'
import { RefusedCopy, useCopying } from '../copying.tsx'
import { CopyIcon } from '../icons.tsx'
import { useWords } from '../language-pack.ts'

const json = (value: object) => JSON.stringify(value, null, 2)

/** Copies the answer as JSON. Where the browser refuses, the text is shown, selected, for copying by hand. */
export function CopyAnswer({ predictions }: { predictions: readonly Prediction[] }) {
  const { words } = useWords()
  const { copied, copyText } = useCopying()
  const best = predictions[0]
  return (
    <section className="copy">
      <h3 className="visually-hidden">{words.copy.heading}</h3>
      <div className="row copy__buttons">
        <button type="button" className="button" onClick={() => copyText(json(answers(predictions)))}>
          <CopyIcon />
          {words.copy.five}
        </button>
        {best && (
          <button
            type="button"
            className="button button--quiet"
            onClick={() => copyText(json(bestAnswer(best)))}
          >
            {words.copy.best}
          </button>
        )}
        <span className="copy__done" role="status">
          {copied.status === 'copied' && words.copy.done}
        </span>
      </div>
      <RefusedCopy copied={copied} label={words.copy.text} />
    </section>
  )
}
