import { useState } from 'react'
import type { BackendName, Measurable, Measurement } from '../../classifier/index.ts'
import { useWords, useWordsOf } from '../language-pack.ts'
import { LeftBackend } from '../loading/LeftBackend.tsx'
import { DownloadProgress, Progress } from '../loading/ModelStatus.tsx'
import { useModel, useStores } from '../stores.ts'
import { fastest, isMeasured, type Measured } from './fastest.ts'
import { points } from './points.ts'
import { type Measuring, useMeasurement } from './use-measurement.ts'
import { settingsWords } from './words/index.ts'

/** Runs each backend on this device when a person asks for it, and offers the fastest. */
export function MeasureSection() {
  const words = useWordsOf(settingsWords).measure
  const { measurable, measuring, measure, cancel } = useMeasurement()
  const running = measuring.status === 'running'
  return (
    <section className="settings__section">
      <h3 className="side-panel__heading">{words.title}</h3>
      <p className="note text">{words.note}</p>
      {measuring.status !== 'done' && measurable && <Downloads measurable={measurable} />}
      {running && <Running measuring={measuring} />}
      {measuring.status === 'done' && <Results measurements={measuring.measurements} />}
      {measuring.status === 'failed' && (
        <p role="alert">
          {words.failed} <span lang="en">{measuring.reason}</span>
        </p>
      )}
      {/* One button in one place, so that the keyboard's focus stays. */}
      <button
        type="button"
        className="button button--quiet settings__measure"
        onClick={() => (running ? cancel() : void measure())}
      >
        {running ? words.cancel : measuring.status === 'done' ? words.again : words.title}
      </button>
    </section>
  )
}

/** What measuring would download, before anything is. */
function Downloads({ measurable }: { measurable: readonly Measurable[] }) {
  const { words: pageWords, format } = useWords()
  const words = useWordsOf(settingsWords).measure
  const downloads = measurable.filter(({ downloadBytes, obstacle }) => !obstacle && downloadBytes > 0)
  return (
    <>
      {downloads.length === 0 && <p className="note text">{words.noDownload}</p>}
      {downloads.map(({ backend, downloadBytes }) => (
        <p key={backend} className="note text">
          {words.download(pageWords.backend[backend], format.megabytes(downloadBytes))}
        </p>
      ))}
      <Obstacles backends={measurable} />
    </>
  )
}

/** Why a backend can't run here. */
function Obstacles({ backends }: { backends: readonly { backend: BackendName; obstacle?: string }[] }) {
  return backends.map(
    ({ backend, obstacle }) =>
      obstacle !== undefined && (
        <p key={backend} className="note text">
          <LeftBackend backend={backend} reason={obstacle} />
        </p>
      ),
  )
}

function Running({ measuring: { loaded, total } }: { measuring: Extract<Measuring, { status: 'running' }> }) {
  const words = useWordsOf(settingsWords).measure
  if (total === 0 || loaded === total) return <Progress label={words.running} />
  return <DownloadProgress label={words.downloading} loaded={loaded} total={total} />
}

function Results({ measurements }: { measurements: readonly Measurement[] }) {
  const { words: pageWords, format } = useWords()
  const words = useWordsOf(settingsWords).measure
  const best = fastest(measurements)
  return (
    <>
      <table className="table number settings__table">
        <thead>
          <tr>
            <th scope="col">{words.way}</th>
            <th scope="col">{words.time}</th>
            <th scope="col">{words.difference}</th>
          </tr>
        </thead>
        <tbody>
          {measurements.filter(isMeasured).map((measured) => (
            <tr key={measured.backend}>
              <th scope="row">{pageWords.backend[measured.backend]}</th>
              <td>{format.milliseconds(measured.milliseconds)}</td>
              <td>
                <Agreement measured={measured} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Obstacles backends={measurements.filter((measurement) => 'obstacle' in measurement)} />
      {best && <Fastest backend={best.backend} />}
    </>
  )
}

function Agreement({ measured: { agreement } }: { measured: Measured }) {
  const pack = useWords()
  const words = useWordsOf(settingsWords)
  return agreement.sameTop
    ? words.accuracy.points(points(agreement.difference, pack))
    : words.measure.anotherAnswer
}

/** The fastest backend, to compute by from now on. */
function Fastest({ backend }: { backend: BackendName }) {
  const { words: pageWords } = useWords()
  const words = useWordsOf(settingsWords).measure
  const { photos, settings } = useStores()
  const [adopted, setAdopted] = useState(false)
  const serving = useModel(({ state }) => (state.status === 'ready' ? state.backend : undefined))
  const name = pageWords.backend[backend]

  async function adopt(): Promise<void> {
    setAdopted(true)
    settings.change({ backend: 'auto' })
    photos.configure({ backend: 'auto' })
    await photos.adopt(backend)
  }

  return (
    <div className="row settings__fastest" role="status">
      <p>
        {words.fastest(name)} {serving === backend && (adopted ? words.adopted : words.inUse)}
      </p>
      {!adopted && serving !== backend && (
        <button type="button" className="button" onClick={() => void adopt()}>
          {words.adopt(name)}
        </button>
      )}
    </div>
  )
}
