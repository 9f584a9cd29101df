import { type ReactNode, useId } from 'react'
import type { ModelState } from '../../classifier/index.ts'
import type { Store } from '../../photos/store.ts'
import { useWords } from '../language-pack.ts'
import { Problem } from '../Problem.tsx'
import { backendText } from './backend-text.ts'

interface ModelStatusProps {
  model: ModelState
  /** What a person can do about it. */
  actions: Pick<Store, 'retry' | 'pause' | 'resume'>
}

/** How far the model is. */
export function ModelStatus({ model, actions }: ModelStatusProps) {
  const pack = useWords()
  const { words, format } = pack
  switch (model.status) {
    case 'absent':
      return null
    case 'downloading':
      return (
        <Download label={words.model.loading} loaded={model.loaded} total={model.total}>
          <button type="button" className="button button--quiet button--small" onClick={actions.pause}>
            {words.model.pause}
          </button>
        </Download>
      )
    case 'paused':
      return model.reason === 'metered' ? (
        <section className="metered">
          <h2>{words.model.metered}</h2>
          <p>{words.model.meteredNote(format.megabytes(model.total - model.loaded))}</p>
          <button type="button" className="button" onClick={actions.resume}>
            {words.model.load}
          </button>
        </section>
      ) : (
        <Download label={words.model.paused} loaded={model.loaded} total={model.total}>
          <button type="button" className="button button--quiet button--small" onClick={actions.resume}>
            {words.model.resume}
          </button>
        </Download>
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
      return (
        <Problem code={model.code} message={model.message} missing={model.missing} onRetry={actions.retry} />
      )
  }
}

interface DownloadProps {
  label: string
  /** Bytes; a `total` of 0 is not known yet. */
  loaded: number
  total: number
  children: ReactNode
}

function Download({ label, loaded, total, children }: DownloadProps) {
  const { words, format } = useWords()
  if (total === 0) return <Progress label={label} />
  const share = loaded / total
  const text = words.model.progress(format.megabytes(loaded), format.megabytes(total), format.share(share))
  return (
    <div className="download">
      <Progress label={label} share={share} text={text} />
      {children}
    </div>
  )
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
