/** A visitor's choices, kept in local storage where the browser allows it. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ComputeChoice } from '../../classifier/index.ts'
import type { StoredNames } from '../../storage/names.ts'
import { isLanguage, type Language, preferredLanguage } from '../../words/index.ts'
import { readSetting, type SettingsStorage, storedChoice } from './stored-choice.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export interface Settings extends ComputeChoice {
  theme: Theme
  language: Language
}

export interface SettingsStore extends Omit<StoreApi<Settings>, 'setState'> {
  change(settings: Partial<Settings>): void
}

function isTheme(value: unknown): value is Theme {
  return themes.some((theme) => theme === value)
}

/** The stored choices, else the system's theme and the first of `preferred` languages that the page speaks. */
export function createSettings(
  storage: SettingsStorage,
  names: StoredNames,
  preferred: readonly string[],
): SettingsStore {
  const theme = readSetting(storage, names, 'theme')
  const language = readSetting(storage, names, 'language')
  const store = createStore<Settings>(() => ({
    theme: isTheme(theme) ? theme : 'system',
    language: isLanguage(language) ? language : preferredLanguage(preferred),
    ...storedChoice(storage, names),
  }))

  function write(key: keyof Settings, value: string): void {
    try {
      storage?.setItem(names.setting(key), value)
    } catch {
      // Full or blocked: the choice holds for this visit.
    }
  }

  return {
    ...store,
    change(change) {
      store.setState(change)
      if (change.theme) write('theme', change.theme)
      if (change.language) write('language', change.language)
      if (change.backend) write('backend', change.backend)
      if (change.exact !== undefined) write('exact', String(change.exact))
    },
  }
}
