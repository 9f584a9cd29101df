/** What of the settings is needed before the page is there: how to compute. */
import type { ComputeChoice } from '../../classifier/index.ts'
import type { StoredNames } from '../../storage/names.ts'

/** Where settings are kept; `null` where the browser has blocked it. */
export type SettingsStorage = Pick<Storage, 'getItem' | 'setItem'> | null

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

export function readSetting(storage: SettingsStorage, names: StoredNames, key: string): string | null {
  try {
    return storage?.getItem(names.setting(key)) ?? null
  } catch {
    return null
  }
}

export function storedChoice(storage: SettingsStorage, names: StoredNames): ComputeChoice {
  const backend = readSetting(storage, names, 'backend')
  return {
    backend: isBackend(backend) ? backend : 'auto',
    exact: readSetting(storage, names, 'exact') === 'true',
  }
}
