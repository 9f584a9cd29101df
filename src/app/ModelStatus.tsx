import { useId } from 'react'
import type { ModelState } from '../classifier/index.ts'
import { backendText } from './backend-text.ts'
import { Problem } from './Problem.tsx'
import { useWords } from './words.ts'

interface ModelStatusProps {
  model: ModelState
  onRetry: () => void
}

/** How far the model is. */
export function ModelStatus({ model, onRetry }: ModelStatusProps) {
  const pack = useWords()
  const { words, format } = pack
  switch (model.status) {
    case 'absent':
      return null
    case 'downloading':
      return model.total > 0 ? (
        <Progress
          label={words.model.loading}
          share={model.loaded / model.total}
          text={words.model.progress(
            format.megabytes(model.loaded),
            format.megabytes(model.total),
            format.share(model.loaded / model.total),
          )}
        />
      ) : (
        <Progress label={words.model.loading} />
      )
    case 'starting':
      return <Progress label={words.model.starting} />
    case 'ready':
      return (
        <p className="ready">
          <span className="ready__lamp" aria-hidden="true" />
          {words.model.ready}
          <span className="ready__backend">{backendText(model, pack)}</span>
        </p>
      )
    case 'failed':
      return <Problem code={model.code} message={model.message} missing={model.missing} onRetry={onRetry} />
  }
}

interface ProgressProps {
  label: string
  /** 0 to 1; left out where nobody knows. */
  share?: number
  text?: string
}

function Progress({ label, share, text }: ProgressProps) {
  const id = useId()
  const known =
    share === undefined ? {} : { 'aria-valuenow': Math.floor(share * 100), 'aria-valuetext': text }
  return (
    <div className="progress">
      <p id={id} className="progress__label">
        {label}
      </p>
      {text && <p className="progress__text">{text}</p>}
      <div
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        {...known}
        className={share === undefined ? 'progress__track progress__track--unknown' : 'progress__track'}
      >
        <div
          className="progress__bar"
          style={share === undefined ? undefined : { width: `${share * 100}%` }}
        />
      </div>
    </div>
  )
}
