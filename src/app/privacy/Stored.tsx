import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Remains } from '../../offline/erase.ts'
import { useWords } from '../language-pack.ts'
import { OfflineLine } from './OfflineLine.tsx'
import type { OfflineStatus } from './offline-status.ts'
import type { Site } from './site.ts'
import type { PrivacyWords } from './words/index.ts'

interface StoredProps {
  words: PrivacyWords['stored']
  site: Site
  offline: OfflineStatus
}

/** What lies on this device, for how long, and the way to delete it. */
export function Stored({ words, site, offline }: StoredProps) {
  const { format } = useWords()
  const { storage, erasure } = useStore(site)
  const persistent = storage?.persistent
  return (
    <section className="side-panel__section">
      <h3>{words.title}</h3>
      <p>{words.note}</p>
      <dl className="stored">
        <dt>{words.offline}</dt>
        <dd>{offline.status === 'checking' ? words.checking : <OfflineLine status={offline} />}</dd>
        {/* After a deletion browsers go on counting the space for a while, until they have tidied up. */}
        {erasure.status !== 'done' && (
          <>
            <dt>{words.used}</dt>
            <dd>{storage?.used === undefined ? words.unknown : format.megabytes(storage.used)}</dd>
            <dt>{words.lasting}</dt>
            <dd>
              {persistent === undefined ? words.unknown : persistent ? words.persistent : words.transient}
            </dd>
          </>
        )}
      </dl>
      {offline.status === 'unavailable' && (
        <p className="note">
          {words.unavailable[offline.reason]} {words.lost}
        </p>
      )}
      {offline.status === 'not-kept' && (
        <p className="note">
          {words.notKept} <span lang="en">{offline.reason}</span>
        </p>
      )}
      <Erase words={words} site={site} />
    </section>
  )
}

/** Deletes after a second look: a person is asked in the page, not in a window of the browser's. */
function Erase({ words, site }: Pick<StoredProps, 'words' | 'site'>) {
  const { erasure } = useStore(site)
  const [asking, setAsking] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const question = useRef<HTMLDivElement>(null)
  const wasAsking = useRef(false)

  // The button that had the keyboard's focus is gone: the focus goes on with what took its place.
  useEffect(() => {
    if (asking) question.current?.focus()
    else if (wasAsking.current) button.current?.focus()
    wasAsking.current = asking
  }, [asking])

  return (
    <>
      {erasure.status === 'none' && !asking && (
        <button ref={button} type="button" className="button" onClick={() => setAsking(true)}>
          {words.erase}
        </button>
      )}
      {erasure.status === 'none' && asking && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields, and here are none
        <div ref={question} className="erase" role="group" aria-labelledby="erase-question" tabIndex={-1}>
          <p id="erase-question">{words.confirm}</p>
          <div className="row erase__buttons">
            <button type="button" className="button button--danger" onClick={() => void site.erase()}>
              {words.yes}
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {words.no}
            </button>
          </div>
        </div>
      )}
      <div role="status" className="privacy__result">
        {erasure.status === 'running' && <p>{words.erasing}</p>}
        {erasure.status === 'elsewhere' && <p>{words.erasedElsewhere}</p>}
        {erasure.status === 'done' && <Erased words={words} remains={erasure.remains} />}
      </div>
      {erasure.status === 'done' && !isNothing(erasure.remains) && (
        <button type="button" className="button" onClick={() => void site.erase()}>
          {words.eraseAgain}
        </button>
      )}
    </>
  )
}

const isNothing = ({ unstopped, things }: Remains) => !unstopped && things.length === 0

/** What became of it, the truth included that something may be left. */
function Erased({ words, remains }: Pick<StoredProps, 'words'> & { remains: Remains }) {
  if (isNothing(remains)) return <p className="verdict verdict--good">{words.erased}</p>
  return (
    <div className="verdict verdict--bad">
      {remains.unstopped && <p>{words.unstopped}</p>}
      {remains.things.length > 0 && (
        <>
          <p>{words.failures}</p>
          <ul className="privacy__list" lang="en">
            {remains.things.map((thing) => (
              <li key={thing}>{thing}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
