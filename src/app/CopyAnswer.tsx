import { useState } from 'react'
import type { Prediction } from '../classifier/index.ts'
import { answers, bestAnswer } from './export.ts'
import { CopyIcon } from './icons.tsx'
import { shortcut } from './shortcut.ts'
import { useWords } from './words.ts'

type CopyState = { status: 'idle' } | { status: 'copied' } | { status: 'refused'; text: string }

/** Copies the answer as JSON. Where the browser refuses, the text is shown, selected, for copying by hand. */
export function CopyAnswer({ predictions }: { predictions: readonly Prediction[] }) {
  const { words } = useWords()
  const [state, setState] = useState<CopyState>({ status: 'idle' })

  async function copy(value: object) {
    const text = JSON.stringify(value, null, 2)
    try {
      await navigator.clipboard.writeText(text)
      setState({ status: 'copied' })
    } catch {
      // No permission, no focus, or no clipboard at all (pages without https).
      setState({ status: 'refused', text })
    }
  }

  const best = predictions[0]
  return (
    <section className="copy">
      <h3 className="visually-hidden">{words.copy.heading}</h3>
      <div className="copy__buttons">
        <button type="button" className="button" onClick={() => copy(answers(predictions))}>
          <CopyIcon />
          {words.copy.five}
        </button>
        {best && (
          <button type="button" className="button button--quiet" onClick={() => copy(bestAnswer(best))}>
            {words.copy.best}
          </button>
        )}
        <span className="copy__done" role="status">
          {state.status === 'copied' && words.copy.done}
        </span>
      </div>
      {state.status === 'refused' && (
        <label className="copy__refused">
          {words.copy.refused(shortcut('C'))}
          <textarea
            key={state.text}
            aria-label={words.copy.text}
            readOnly
            rows={6}
            value={state.text}
            ref={(field) => {
              field?.focus()
              field?.select()
            }}
          />
        </label>
      )}
    </section>
  )
}
