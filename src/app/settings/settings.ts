/** A visitor's choices, kept in local storage where the browser allows it. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ComputeChoice } from '../../classifier/index.ts'
import { isLanguage, type Language, preferredLanguage } from '../../words/index.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export interface Settings extends ComputeChoice {
  theme: Theme
  language: Language
}

export interface SettingsStore extends Omit<StoreApi<Settings>, 'setState'> {
  change(settings: Partial<Settings>): void
}

/** Part of the names of what is stored: other pages of the same host share the storage. */
const PREFIX = 'private-image-classifier.'

function isTheme(value: unknown): value is Theme {
  return themes.some((theme) => theme === value)
}

/** In the order in which a person is offered them. */
export const backends: readonly ComputeChoice['backend'][] = ['auto', 'engine', 'webgpu', 'wasm']

export function isBackend(value: unknown): value is ComputeChoice['backend'] {
  return backends.some((backend) => backend === value)
}

/** The page's storage, or `null` where it is blocked: touching it throws then. */
export function availableStorage(): Storage | null {
  try {
    return window.localStorage
  } catch {
    return null
  }
}

function read(storage: Storage | null, key: keyof Settings): string | null {
  try {
    return storage?.getItem(PREFIX + key) ?? null
  } catch {
    return null
  }
}

function write(storage: Storage | null, key: keyof Settings, value: string) {
  try {
    storage?.setItem(PREFIX + key, value)
  } catch {
    // Full or blocked: the choice holds for this visit.
  }
}

/** The stored choices, else the system's theme and the first of `preferred` languages that the page speaks. */
export function createSettings(storage: Storage | null, preferred: readonly string[]): SettingsStore {
  const theme = read(storage, 'theme')
  const language = read(storage, 'language')
  const backend = read(storage, 'backend')
  const store = createStore<Settings>(() => ({
    theme: isTheme(theme) ? theme : 'system',
    language: isLanguage(language) ? language : preferredLanguage(preferred),
    backend: isBackend(backend) ? backend : 'auto',
    exact: read(storage, 'exact') === 'true',
  }))
  return {
    ...store,
    change(change) {
      store.setState(change)
      if (change.theme) write(storage, 'theme', change.theme)
      if (change.language) write(storage, 'language', change.language)
      if (change.backend) write(storage, 'backend', change.backend)
      if (change.exact !== undefined) write(storage, 'exact', String(change.exact))
    },
  }
}
