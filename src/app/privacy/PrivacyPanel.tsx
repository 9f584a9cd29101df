import { useEffect, useRef } from 'react'
import type { ModelState } from '../../classifier/index.ts'
import { privacyWords } from '../../i18n/privacy/index.ts'
import { CloseIcon } from '../icons.tsx'
import { useValue } from '../value.ts'
import { useWords } from '../words.ts'
import { Developers } from './Developers.tsx'
import { offlineStatus } from './offline-status.ts'
import './panel.css'
import { Refused } from './Refused.tsx'
import { Requests } from './Requests.tsx'
import { SelfTestSection } from './SelfTestSection.tsx'
import { Stored } from './Stored.tsx'
import type { Site } from './site.ts'

interface PrivacyPanelProps {
  site: Site
  model: ModelState
  onClose: () => void
}

/** All that a person can know and check about where a photo goes. */
export function PrivacyPanel({ site, model, onClose }: PrivacyPanelProps) {
  const { language } = useWords()
  const words = privacyWords[language]
  const state = useValue(site)
  const dialog = useRef<HTMLDialogElement>(null)

  useEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal()
    void site.refresh()
  }, [site])

  return (
    <dialog ref={dialog} className="privacy" aria-labelledby="privacy-title" closedby="any" onClose={onClose}>
      <div className="privacy__header">
        <h2 id="privacy-title" className="privacy__title">
          {words.title}
        </h2>
        <button type="button" className="privacy__close" onClick={() => dialog.current?.close()}>
          <CloseIcon />
          <span className="visually-hidden">{words.close}</span>
        </button>
      </div>
      <div className="privacy__body">
        <p className="privacy__lead">{words.lead}</p>
        <Refused words={words.refused} policy={state.policy} />
        <SelfTestSection words={words.selfTest} site={site} none={words.refused.none} />
        <Requests
          words={words.requests}
          requests={state.requests}
          served={state.policy === 'served'}
          onRefresh={() => void site.refresh()}
        />
        <section className="privacy__section">
          <h3>{words.check.title}</h3>
          <ol className="privacy__steps">
            {words.check.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </section>
        <section className="privacy__section">
          <h3>{words.limits.title}</h3>
          <ul className="privacy__list">
            {words.limits.items.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </section>
        <Stored words={words.stored} site={site} offline={offlineStatus(state, model)} />
        <Developers words={words.developers} served={state.policy === 'served'} />
      </div>
    </dialog>
  )
}
