import { isLanguage, languages } from '../words/index.ts'
import { MarkIcon, SettingsIcon, ShieldIcon } from './icons.tsx'
import { useWords } from './language-pack.ts'
import { useOpenPanel } from './open-panel.ts'
import { useSettings, useStores } from './stores.ts'

/** The page's name, the way to privacy and settings, and the language: whoever can't read this one must find it. */
export function Header() {
  const { words } = useWords()
  const language = useSettings((state) => state.language)
  const { settings } = useStores()
  const openPanel = useOpenPanel()
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
          onClick={() => openPanel('privacy')}
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
        <button
          type="button"
          className="header__button"
          aria-haspopup="dialog"
          onClick={() => openPanel('settings')}
        >
          <SettingsIcon />
          <span className="header__word">{words.settings.open}</span>
        </button>
      </div>
    </header>
  )
}
