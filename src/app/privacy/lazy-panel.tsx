import { lazy } from 'react'
import { PanelMissing } from '../side-panel/PanelMissing.tsx'

/** The privacy panel, in a chunk of its own. */
export const LazyPrivacyPanel = lazy(() =>
  import('./PrivacyPanel.tsx').then(
    ({ PrivacyPanel }) => ({ default: PrivacyPanel }),
    () => ({ default: PanelMissing }),
  ),
)
