import { useCopying } from '../copying.tsx'
import { CopyIcon } from '../icons.tsx'
import type { PrivacyWords } from './words/index.ts'

interface DevelopersProps {
  words: PrivacyWords['developers']
  /** Whether a service worker can answer. */
  served: boolean
}

/** Draws its own picture, so that it runs as it is. */
const SNIPPET = `const canvas = new OffscreenCanvas(320, 240)
const context = canvas.getContext('2d')
context.fillStyle = 'orange'
context.arc(160, 120, 90, 0, 7)
context.fill()
const form = new FormData()
form.append('file', await canvas.convertToBlob({ type: 'image/jpeg' }))
const answer = await fetch('predict?top=5', { method: 'POST', body: form })
console.log(answer.status, await answer.json())`

const ANSWER = '{"class_id": "n02124075", "class_name": "Egyptian_cat"}'
const ANSWERS = '{"predictions": [{"label": "Egyptian_cat", "probability": 0.977}, …], "success": true}'
const ERROR = '{"error": {"code": "not-an-image", "message": "…"}}'

const STATUSES = [200, 400, 405, 413, 415, 500, 503] as const

/** The tutorials' REST contract, as this page keeps it. */
export function Developers({ words, served }: DevelopersProps) {
  const { copied, copyText } = useCopying()
  return (
    <section className="side-panel__section">
      <h3>{words.title}</h3>
      <p>{words.note}</p>
      {!served && <p className="note">{words.unserved}</p>}
      <p>{words.field}</p>
      <table className="table statuses">
        <thead>
          <tr>
            <th scope="col">{words.status}</th>
            <th scope="col">{words.meaning}</th>
          </tr>
        </thead>
        <tbody>
          {STATUSES.map((status) => (
            <tr key={status}>
              <th scope="row">
                <code>{status}</code>
              </th>
              <td>
                {words.statuses[status]}
                {status === 200 && (
                  <>
                    <code className="statuses__body">{ANSWER}</code>
                    <code className="statuses__body">{ANSWERS}</code>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {words.errors} <code className="statuses__body">{ERROR}</code>
      </p>
      <h4>{words.snippet}</h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse has to scroll it too */}
      <pre className="code" tabIndex={0}>
        {SNIPPET}
      </pre>
      <div className="row copy__buttons">
        <button type="button" className="button" onClick={() => copyText(SNIPPET)}>
          <CopyIcon />
          {words.copy}
        </button>
        <span className="copy__done" role="status">
          {copied.status === 'copied' && words.copied}
          {copied.status === 'refused' && words.refused}
        </span>
      </div>
    </section>
  )
}
