import { useId } from 'react'
import type { ModelState } from '../../classifier/index.ts'
import { useWords } from '../language-pack.ts'
import { Problem } from '../Problem.tsx'
import { useModel, useStores } from '../stores.ts'
import { backendText } from './backend-text.ts'

/** How far the model is, and what a person can do about it. */
export function ModelStatus() {
  const { words } = useWords()
  const status = useModel(({ state }) => state.status)
  switch (status) {
    case 'absent':
      return null
    case 'downloading':
      return <Downloading />
    case 'paused':
      return <Paused />
    case 'starting':
      return <Progress label={words.model.starting} />
    case 'ready':
      return <Ready />
    case 'failed':
      return <Failed />
  }
}

/** The model's state where it is the one with that status, for a component that is on show only then. */
function useStateOf<S extends ModelState['status']>(status: S) {
  return useModel(({ state }) => (isState(state, status) ? state : undefined))
}

function isState<S extends ModelState['status']>(
  state: ModelState,
  status: S,
): state is Extract<ModelState, { status: S }> {
  return state.status === status
}

function Downloading() {
  const { words } = useWords()
  const { classifier } = useStores()
  return <Download label={words.model.loading} action={words.model.pause} onAct={() => classifier.pause()} />
}

function Paused() {
  const { words } = useWords()
  const { classifier } = useStores()
  const paused = useStateOf('paused')
  if (paused?.reason === 'metered') return <Metered left={paused.total - paused.loaded} />
  return <Download label={words.model.paused} action={words.model.resume} onAct={() => classifier.resume()} />
}

function Download({ label, action, onAct }: { label: string; action: string; onAct: () => void }) {
  return (
    <div className="download">
      <ModelProgress label={label} />
      <button type="button" className="button button--quiet button--small" onClick={onAct}>
        {action}
      </button>
    </div>
  )
}

/** @param left bytes that loading takes */
function Metered({ left }: { left: number }) {
  const { words, format } = useWords()
  const { classifier } = useStores()
  return (
    <section className="card metered">
      <h2>{words.model.metered}</h2>
      <p>{words.model.meteredNote(format.megabytes(left))}</p>
      <button type="button" className="button" onClick={() => classifier.resume()}>
        {words.model.load}
      </button>
    </section>
  )
}

function Ready() {
  const pack = useWords()
  const ready = useStateOf('ready')
  return (
    ready && (
      <p className="row ready">
        <span className="ready__lamp" aria-hidden="true" />
        {pack.words.model.ready}
        <span className="ready__backend">{backendText(ready, pack)}</span>
      </p>
    )
  )
}

function Failed() {
  const { photos } = useStores()
  const failed = useStateOf('failed')
  return (
    failed && (
      <Problem code={failed.code} message={failed.message} missing={failed.missing} onRetry={photos.retry} />
    )
  )
}

/** The only part of the page that follows each event of the download. */
function ModelProgress({ label }: { label: string }) {
  const loaded = useModel(({ state }) => ('loaded' in state ? state.loaded : 0))
  const total = useModel(({ state }) => ('total' in state ? state.total : 0))
  return <DownloadProgress label={label} loaded={loaded} total={total} />
}

/** Bytes; a `total` of 0 where it is not known yet. */
export function DownloadProgress({ label, loaded, total }: { label: string; loaded: number; total: number }) {
  const { words, format } = useWords()
  if (total === 0) return <Progress label={label} />
  const share = loaded / total
  const text = words.model.progress(format.megabytes(loaded), format.megabytes(total), format.share(share))
  return <Progress label={label} share={share} text={text} />
}

interface ProgressProps {
  label: string
  /** 0 to 1; left out where nobody knows. */
  share?: number
  text?: string
}

export function Progress({ label, share, text }: ProgressProps) {
  const id = useId()
  const known =
    share === undefined ? {} : { 'aria-valuenow': Math.floor(share * 100), 'aria-valuetext': text }
  return (
    <div className="progress">
      <p id={id} className="progress__label">
        {label}
      </p>
      {text && <p className="muted number">{text}</p>}
      <div
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        {...known}
        className={
          share === undefined ? 'track progress__track progress__track--unknown' : 'track progress__track'
        }
      >
        <div
          className="progress__bar"
          style={share === undefined ? undefined : { width: `${share * 100}%` }}
        />
      </div>
    </div>
  )
}
