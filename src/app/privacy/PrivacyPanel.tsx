import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { ModelState } from '../../classifier/index.ts'
import { useWordsOf } from '../language-pack.ts'
import { SidePanel } from '../SidePanel.tsx'
import { Developers } from './Developers.tsx'
import { offlineStatus } from './offline-status.ts'
import { privacyWords } from './words/index.ts'
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
  const words = useWordsOf(privacyWords)
  const state = useStore(site)

  useEffect(() => {
    void site.refresh()
  }, [site])

  return (
    <SidePanel title={words.title} close={words.close} onClose={onClose}>
      <p className="side-panel__lead">{words.lead}</p>
      <Refused words={words.refused} policy={state.policy} />
      <SelfTestSection words={words.selfTest} site={site} none={words.refused.none} />
      <Requests
        words={words.requests}
        requests={state.requests}
        served={state.policy === 'served'}
        onRefresh={() => void site.refresh()}
      />
      <section className="side-panel__section">
        <h3>{words.check.title}</h3>
        <ol className="privacy__steps">
          {words.check.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <section className="side-panel__section">
        <h3>{words.limits.title}</h3>
        <ul className="privacy__list">
          {words.limits.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      </section>
      <Stored words={words.stored} site={site} offline={offlineStatus(state, model)} />
      <Developers words={words.developers} served={state.policy === 'served'} />
      {/* written by the build; another tab, since this one has the photo */}
      {state.offline !== 'development' && (
        <p className="side-panel__section">
          <a className="privacy__link" href="licences.txt" target="_blank" rel="noreferrer">
            {words.licences}
          </a>
        </p>
      )}
    </SidePanel>
  )
}
