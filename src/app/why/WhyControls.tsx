import { useId } from 'react'
import type { FullClassification } from '../../photos/item.ts'
import { seenWords } from '../crop/words/index.ts'
import { useWords, useWordsOf } from '../language-pack.ts'
import type { MapSettings } from '../photo/map-settings.ts'
import { evidenceColor } from './color-map.ts'
import { Legend } from './Legend.tsx'
import { sharedRange } from './scale.ts'

interface WhyControlsProps {
  classification: FullClassification
  /** Of the class whose map lies over the photo, if one does. */
  name: string | undefined
  settings: MapSettings
  onChange: (settings: MapSettings) => void
}

/** Under the photo: the map on and off, what its colours mean, and its strength. */
export function WhyControls({ classification, name, settings, onChange }: WhyControlsProps) {
  const words = useWordsOf(seenWords)
  const id = useId()
  const { on } = settings
  return (
    <div className="why">
      <div className="row why__row">
        <button
          type="button"
          className="button why__button"
          aria-expanded={on}
          aria-controls={on ? id : undefined}
          onClick={() => onChange({ ...settings, on: !on, photoOnly: false })}
        >
          {words.why.button}
        </button>
        {/* Beside the button, so that pointing at an answer moves nothing. */}
        {name !== undefined && (
          <Legend
            color={evidenceColor}
            range={sharedRange(classification)}
            low={words.why.least}
            high={words.why.most}
          />
        )}
      </div>
      {on && name !== undefined && (
        <section id={id} className="why__body" aria-label={words.why.title(name)}>
          <p className="why__title">{words.why.title(name)}</p>
          <p className="muted text">
            {classification.looks.length > 1 ? words.why.scaleAverage : words.why.scale}
          </p>
          <MapControls settings={settings} onChange={onChange} />
        </section>
      )}
    </div>
  )
}

/** How strongly the map lies over the photo, and the photo alone for a moment. */
function MapControls({ settings, onChange }: Pick<WhyControlsProps, 'settings' | 'onChange'>) {
  const words = useWordsOf(seenWords)
  const { format } = useWords()
  const { opacity, photoOnly } = settings
  return (
    <div className="row why__controls">
      <label className="row why__opacity">
        {words.why.opacity}
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          value={Math.round(opacity * 100)}
          aria-valuetext={format.share(opacity)}
          onChange={({ target }) =>
            onChange({ ...settings, opacity: Number(target.value) / 100, photoOnly: false })
          }
        />
      </label>
      <button
        type="button"
        className="button button--quiet button--small"
        aria-pressed={photoOnly}
        onClick={() => onChange({ ...settings, photoOnly: !photoOnly })}
      >
        {words.why.photoOnly}
      </button>
    </div>
  )
}
