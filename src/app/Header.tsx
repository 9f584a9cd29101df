import { useStore } from 'zustand'
import { isLanguage, languages } from '../words/index.ts'
import { MarkIcon, SettingsIcon, ShieldIcon } from './icons.tsx'
import { useWords } from './language-pack.ts'
import type { SettingsStore } from './settings/settings.ts'

interface HeaderProps {
  settings: SettingsStore
  onPrivacy: () => void
  onSettings: () => void
}

/** The page's name, the way to privacy and settings, and the language: whoever can't read this one must find it. */
export function Header({ settings, onPrivacy, onSettings }: HeaderProps) {
  const { words } = useWords()
  const { language } = useStore(settings)
  return (
    <header className="header">
      <h1 className="header__name">
        <MarkIcon />
        <span>
          {words.name[0]} <br />
          {words.name[1]}
        </span>
      </h1>
      <div className="header__settings">
        <button
          type="button"
          className="header__button header__privacy"
          aria-haspopup="dialog"
          onClick={onPrivacy}
        >
          <ShieldIcon />
          {words.site.privacy}
        </button>
        <label className="select">
          <span className="visually-hidden">{words.settings.language}</span>
          <select
            value={language}
            onChange={({ target }) => {
              if (isLanguage(target.value)) settings.change({ language: target.value })
            }}
          >
            {languages.map(({ id, name, tag }) => (
              <option key={id} value={id} lang={tag}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="header__button" aria-haspopup="dialog" onClick={onSettings}>
          <SettingsIcon />
          <span className="header__word">{words.settings.open}</span>
        </button>
      </div>
    </header>
  )
}
