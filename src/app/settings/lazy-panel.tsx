import { lazyPart } from '../lazy-part.tsx'

/** The settings. */
export const LazySettingsPanel = lazyPart(async () => (await import('./SettingsPanel.tsx')).SettingsPanel)
