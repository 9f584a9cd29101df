import { useWords } from '../words.ts'

/** In place of a chunk that can't be loaded: it must not take the page with it. */
export function PanelMissing() {
  const { words } = useWords()
  return (
    <p className="notice" role="alert">
      {words.site.panelMissing}
    </p>
  )
}
