import type { ErrorCode, ModelState } from '../classifier/index.ts'
import { LASTING } from '../photos/item.ts'
import { AlertIcon } from './icons.tsx'
import { useWords } from './language-pack.ts'

interface ProblemProps {
  code: ErrorCode
  /** The technical reason, in English. */
  message: string
  /** What the site's setup tried to get the model, and what its keeper can do. */
  missing?: Extract<ModelState, { status: 'failed' }>['missing'] | undefined
  onRetry: () => void
}

/** What went wrong, in plain words, and what a person can do about it. */
export function Problem({ code, message, missing, onRetry }: ProblemProps) {
  const { words } = useWords()
  const { title, advice } = words.problem.texts[code]
  return (
    <section className="card problem">
      <AlertIcon />
      <h2 className="problem__title">{title}</h2>
      <p>{advice}</p>
      {missing && missing.remedy.length > 0 && (
        <>
          <h3>{words.problem.remedy}</h3>
          <ol className="problem__steps" lang="en">
            {missing.remedy.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </>
      )}
      {missing && missing.tried.length > 0 && (
        <>
          <h3>{words.problem.tried}</h3>
          <dl className="problem__tried" lang="en">
            {missing.tried.map(({ source, reason }) => (
              <div key={source}>
                <dt>{source}</dt>
                <dd>{reason}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {!LASTING.has(code) && (
        <button type="button" className="button" onClick={onRetry}>
          {words.problem.retry}
        </button>
      )}
      <details className="problem__details">
        <summary>{words.problem.details}</summary>
        <p>
          <code>{code}</code>: <span lang="en">{message}</span>
        </p>
      </details>
    </section>
  )
}
