import { type ComponentProps, type ReactNode, useId } from 'react'
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
import { useWords, useWordsOf } from '../language-pack.ts'
import { LeftBackend } from '../loading/LeftBackend.tsx'
import { ModelStatus } from '../loading/ModelStatus.tsx'
import { SidePanel } from '../SidePanel.tsx'
import { useModel, useSettings, useStores } from '../stores.ts'
import { MeasureSection } from './MeasureSection.tsx'
import { points } from './points.ts'
import { type Theme, themes } from './settings.ts'
import { backends } from './stored-choice.ts'
import { settingsWords } from './words/index.ts'
import './settings.css'

type Backend = ComputeChoice['backend']

/** Those that can run the exact file. */
const EXACT_BACKENDS: readonly Backend[] = ['auto', 'webgpu', 'wasm']

/** How the page looks and how it computes, and how right that is. */
export function SettingsPanel({ onClose }: { onClose: () => void }) {
  const words = useWordsOf(settingsWords)
  return (
    <SidePanel title={words.title} close={words.close} onClose={onClose}>
      <ThemeSection />
      <BackendSection />
      <MeasureSection />
      <ExactSection />
      <ModelSection />
      <AccuracySection />
    </SidePanel>
  )
}

const NO_NOTES: readonly BackendNote[] = []

/** What a choice brings about: the download, then what computes. */
function ModelSection() {
  const notes = useModel(({ state }) => (state.status === 'ready' ? state.notes : NO_NOTES))
  return (
    <div className="settings__model">
      <ModelStatus />
      {notes.map(({ backend, reason }) => (
        <p key={backend} className="note text">
          <LeftBackend backend={backend} reason={reason} />
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

function ThemeSection() {
  const words = useWordsOf(settingsWords).theme
  const { settings } = useStores()
  const theme = useSettings((state) => state.theme)
  return (
    <fieldset className="settings__section">
      <legend className="side-panel__heading">{words.title}</legend>
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
                onChange={() => settings.change({ theme: id })}
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

/** How to compute, and the way to change it. */
function useCompute() {
  const { settings, photos } = useStores()
  const { backend, exact } = useSettings((state) => state)
  function compute(choice: Partial<ComputeChoice>) {
    settings.change(choice)
    photos.configure(choice)
  }
  return { backend, exact, compute }
}

interface ChoiceProps extends ComponentProps<'input'> {
  label: string
  note: ReactNode
}

/** A radio button or a checkbox, its name and what it means. */
function Choice({ label, note, ...input }: ChoiceProps) {
  const id = useId()
  return (
    <label className="settings__choice">
      <input aria-labelledby={id} aria-describedby={`${id}-note`} {...input} />
      <span id={id} className="settings__name">
        {label}
      </span>
      <span id={`${id}-note`} className="note text">
        {note}
      </span>
    </label>
  )
}

function BackendSection() {
  const words = useWordsOf(settingsWords).compute
  const { words: pageWords, format } = useWords()
  const { backend, exact, compute } = useCompute()
  const failed = useModel(({ state }) => state.status === 'failed')
  const group = useId()
  return (
    <fieldset className="settings__section">
      <legend className="side-panel__heading">{words.title}</legend>
      {backends.map((id) => {
        const runtime = id === 'webgpu' || id === 'wasm' ? RUNTIME_BYTES[id] : undefined
        const barred = exact && !EXACT_BACKENDS.includes(id)
        const note = (
          <>
            {words.notes[id]} {runtime && words.runtime(format.megabytes(runtime))} {barred && words.notExact}
          </>
        )
        return (
          <Choice
            key={id}
            type="radio"
            name={group}
            label={id === 'auto' ? words.auto : pageWords.backend[id]}
            note={note}
            checked={backend === id}
            disabled={barred}
            onChange={() => compute({ backend: id })}
          />
        )
      })}
      {failed && backend !== 'auto' && <p role="status">{words.stuck}</p>}
    </fieldset>
  )
}

function ExactSection() {
  const words = useWordsOf(settingsWords).exact
  const { format } = useWords()
  const { backend, exact, compute } = useCompute()
  const share = ({ same, photos }: Agreement) => words.of(format.integer(same), format.integer(photos))
  return (
    <section className="settings__section">
      <h3 className="side-panel__heading">{words.title}</h3>
      <Choice
        type="checkbox"
        label={words.label}
        note={words.buys(format.megabytes(EXACT_DOWNLOAD), share(agreements.exact), share(agreements.small))}
        checked={exact}
        onChange={({ target: { checked } }) =>
          compute(
            checked && !EXACT_BACKENDS.includes(backend)
              ? { exact: true, backend: 'auto' }
              : { exact: checked },
          )
        }
      />
    </section>
  )
}

const WAYS: readonly Way[] = ['exact', 'small', 'engine']

function AccuracySection() {
  const {
    accuracy: words,
    exact: { of },
  } = useWordsOf(settingsWords)
  const pack = useWords()
  const { format } = pack
  return (
    <section className="settings__section">
      <h3 className="side-panel__heading">{words.title}</h3>
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
