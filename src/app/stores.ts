/** What the components select from. A component renders anew only when what it selects has changed. */
import { createContext, use } from 'react'
import { useStore } from 'zustand'
import type { Classifier } from '../classifier/index.ts'
import type { Model, ModelStore } from '../photos/model.ts'
import type { Photos, PhotosState } from '../photos/store.ts'
import type { Site, SiteState } from './privacy/site.ts'
import type { Settings, SettingsStore } from './settings/settings.ts'

export interface Stores {
  classifier: Omit<Classifier, 'dispose'>
  photos: Photos
  model: Model
  settings: SettingsStore
  site: Site
}

export const StoresContext = createContext<Stores | undefined>(undefined)

/** The stores themselves: for what a person does. */
export function useStores(): Stores {
  const stores = use(StoresContext)
  if (!stores) throw new Error('This component needs a StoresContext around it.')
  return stores
}

export function usePhotos<T>(select: (state: PhotosState) => T): T {
  return useStore(useStores().photos, select)
}

export function useModel<T>(select: (state: ModelStore) => T): T {
  return useStore(useStores().model, select)
}

export function useSettings<T>(select: (settings: Settings) => T): T {
  return useStore(useStores().settings, select)
}

export function useSite<T>(select: (state: SiteState) => T): T {
  return useStore(useStores().site, select)
}
