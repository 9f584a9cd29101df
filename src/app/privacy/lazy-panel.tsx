import { lazyPart } from '../lazy-part.tsx'

/** The privacy panel. */
export const LazyPrivacyPanel = lazyPart(async () => (await import('./PrivacyPanel.tsx')).PrivacyPanel)
