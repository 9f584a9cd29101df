import { useId } from 'react'
import type { BackendNote, ComputeChoice } from '../../classifier/index.ts'
import {
  type Agreement,
  agreements,
  EXACT_DOWNLOAD,
  imagenet,
  RUNTIME_BYTES,
  type Way,
} from '../answer/accuracy.ts'
import { DarkIcon, LightIcon, SystemIcon } from '../icons.tsx'
import { useWords } from '../language-pack.ts'
import { ModelStatus } from '../loading/ModelStatus.tsx'
import { SidePanel } from '../SidePanel.tsx'
import { useModel, useSettings, useStores } from '../stores.ts'
import { MeasureSection } from './MeasureSection.tsx'
import { points } from './points.ts'
import { type Theme, themes } from './settings.ts'
import { backends } from './stored-choice.ts'
import { type SettingsWords, settingsWords } from './words/index.ts'
import './settings.css'

type Backend = ComputeChoice['backend']

/** Those that can run the exact file. */
const EXACT_BACKENDS: readonly Backend[] = ['auto', 'webgpu', 'wasm']

/** How the page looks and how it computes, and how right that is. */
export function SettingsPanel({ onClose }: { onClose: () => void }) {
  const { language } = useWords()
  const words = settingsWords[language]
  const { settings, photos } = useStores()
  const { theme, backend, exact } = useSettings((state) => state)
  const failed = useModel(({ state }) => state.status === 'failed')

  function compute(choice: Partial<ComputeChoice>) {
    settings.change(choice)
    photos.configure(choice)
  }

  return (
    <SidePanel title={words.title} close={words.close} onClose={onClose}>
      <ThemeSection words={words.theme} theme={theme} onChoose={(theme) => settings.change({ theme })} />
      <BackendSection
        words={words.compute}
        backend={backend}
        exact={exact}
        stuck={failed && backend !== 'auto'}
        onChoose={(backend) => compute({ backend })}
      />
      <MeasureSection />
      <ExactSection
        words={words.exact}
        exact={exact}
        onChoose={(exact) =>
          compute(exact && !EXACT_BACKENDS.includes(backend) ? { exact, backend: 'auto' } : { exact })
        }
      />
      <ModelSection />
      <AccuracySection words={words.accuracy} of={words.exact.of} />
    </SidePanel>
  )
}

const NO_NOTES: readonly BackendNote[] = []

/** What a choice brings about: the download, then what computes. */
function ModelSection() {
  const { words } = useWords()
  const notes = useModel(({ state }) => (state.status === 'ready' ? state.notes : NO_NOTES))
  return (
    <div className="settings__model">
      <ModelStatus />
      {notes.map(({ backend, reason }) => (
        <p key={backend} className="note text">
          {words.backend.left(words.backend[backend])} <span lang="en">{reason}</span>
        </p>
      ))}
    </div>
  )
}

const themeIcons: Record<Theme, () => React.JSX.Element> = {
  system: SystemIcon,
  light: LightIcon,
  dark: DarkIcon,
}

interface ThemeSectionProps {
  words: SettingsWords['theme']
  theme: Theme
  onChoose: (theme: Theme) => void
}

function ThemeSection({ words, theme, onChoose }: ThemeSectionProps) {
  return (
    <fieldset className="settings__section">
      <legend className="settings__title">{words.title}</legend>
      <div className="row settings__themes">
        {themes.map((id) => {
          const Icon = themeIcons[id]
          return (
            <label key={id} className="pill settings__theme">
              <input
                type="radio"
                name="theme"
                className="visually-hidden"
                checked={theme === id}
                onChange={() => onChoose(id)}
              />
              <Icon />
              {words[id]}
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}

interface BackendSectionProps {
  words: SettingsWords['compute']
  backend: Backend
  exact: boolean
  /** The one that was chosen does not run. */
  stuck: boolean
  onChoose: (backend: Backend) => void
}

function BackendSection({ words, backend, exact, stuck, onChoose }: BackendSectionProps) {
  const { words: pageWords, format } = useWords()
  const name = useId()
  return (
    <fieldset className="settings__section">
      <legend className="settings__title">{words.title}</legend>
      {backends.map((id) => {
        const runtime = id === 'webgpu' || id === 'wasm' ? RUNTIME_BYTES[id] : undefined
        const barred = exact && !EXACT_BACKENDS.includes(id)
        return (
          <label key={id} className="settings__choice">
            <input
              type="radio"
              name={name}
              checked={backend === id}
              disabled={barred}
              aria-labelledby={`${name}-${id}`}
              aria-describedby={`${name}-${id}-note`}
              onChange={() => onChoose(id)}
            />
            <span id={`${name}-${id}`} className="settings__name">
              {id === 'auto' ? words.auto : pageWords.backend[id]}
            </span>
            <span id={`${name}-${id}-note`} className="note text">
              {words.notes[id]} {runtime && words.runtime(format.megabytes(runtime))}{' '}
              {barred && words.notExact}
            </span>
          </label>
        )
      })}
      {stuck && <p role="status">{words.stuck}</p>}
    </fieldset>
  )
}

interface ExactSectionProps {
  words: SettingsWords['exact']
  exact: boolean
  onChoose: (exact: boolean) => void
}

function ExactSection({ words, exact, onChoose }: ExactSectionProps) {
  const { format } = useWords()
  const id = useId()
  const share = (agreement: Agreement) =>
    agreement ? words.of(format.integer(agreement.same), format.integer(agreement.photos)) : ''
  return (
    <section className="settings__section">
      <h3 className="settings__title">{words.title}</h3>
      <label className="settings__choice">
        <input
          type="checkbox"
          checked={exact}
          aria-labelledby={id}
          aria-describedby={`${id}-note`}
          onChange={({ target }) => onChoose(target.checked)}
        />
        <span id={id} className="settings__name">
          {words.label}
        </span>
        <span id={`${id}-note`} className="note text">
          {words.buys(format.megabytes(EXACT_DOWNLOAD), share(agreements.exact), share(agreements.small))}
        </span>
      </label>
    </section>
  )
}

const WAYS: readonly Way[] = ['exact', 'small', 'engine']

interface AccuracySectionProps {
  words: SettingsWords['accuracy']
  of: SettingsWords['exact']['of']
}

function AccuracySection({ words, of }: AccuracySectionProps) {
  const pack = useWords()
  const { format } = pack
  return (
    <section className="settings__section">
      <h3 className="settings__title">{words.title}</h3>
      <p className="note text">{words.note}</p>
      <table className="table number settings__table">
        <thead>
          <tr>
            <th scope="col">{words.way}</th>
            <th scope="col">{words.same}</th>
            <th scope="col">{words.change}</th>
          </tr>
        </thead>
        <tbody>
          {WAYS.map((way) => {
            const agreement = agreements[way]
            return (
              <tr key={way}>
                <th scope="row">{words.ways[way]}</th>
                <td>{of(format.integer(agreement.same), format.integer(agreement.photos))}</td>
                <td>{words.points(points(agreement.change, pack))}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className="note text">
        {words.imagenet(format.probability(imagenet.top1), format.probability(imagenet.top5))}
      </p>
    </section>
  )
}
