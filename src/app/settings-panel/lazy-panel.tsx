import { lazy } from 'react'
import { PanelMissing } from '../side-panel/PanelMissing.tsx'

/** The settings, in a chunk of their own. */
export const LazySettingsPanel = lazy(() =>
  import('./SettingsPanel.tsx').then(
    ({ SettingsPanel }) => ({ default: SettingsPanel }),
    () => ({ default: PanelMissing }),
  ),
)
