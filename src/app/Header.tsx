import { isLanguage, languages } from '../i18n/index.ts'
import { DarkIcon, LightIcon, MarkIcon, ShieldIcon, SystemIcon } from './icons.tsx'
import { type SettingsStore, type Theme, themes } from './settings.ts'
import { useValue } from './value.ts'
import { useWords } from './words.ts'

const themeIcons: Record<Theme, () => React.JSX.Element> = {
  system: SystemIcon,
  light: LightIcon,
  dark: DarkIcon,
}

interface HeaderProps {
  settings: SettingsStore
  onPrivacy: () => void
}

/** The page's name and a visitor's settings. */
export function Header({ settings, onPrivacy }: HeaderProps) {
  const { words } = useWords()
  const { theme, language } = useValue(settings)
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
        <button type="button" className="header__privacy" aria-haspopup="dialog" onClick={onPrivacy}>
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
        <fieldset className="themes">
          <legend className="visually-hidden">{words.settings.theme}</legend>
          {themes.map((id) => {
            const Icon = themeIcons[id]
            return (
              <label key={id} className="themes__choice" title={words.settings[id]}>
                <input
                  type="radio"
                  name="theme"
                  className="visually-hidden"
                  checked={theme === id}
                  onChange={() => settings.change({ theme: id })}
                />
                <Icon />
                <span className="visually-hidden">{words.settings[id]}</span>
              </label>
            )
          })}
        </fieldset>
      </div>
    </header>
  )
}
