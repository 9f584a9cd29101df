import { lazy } from 'react'
import { useWords } from '../words.ts'

function PanelMissing() {
  const { words } = useWords()
  return (
    <p className="notice" role="alert">
      {words.site.panelMissing}
    </p>
  )
}

/** The privacy panel, in a chunk of its own. A chunk that can't be loaded must not take the page with it. */
export const LazyPrivacyPanel = lazy(() =>
  import('./PrivacyPanel.tsx').then(
    ({ PrivacyPanel }) => ({ default: PrivacyPanel }),
    () => ({ default: PanelMissing }),
  ),
)
