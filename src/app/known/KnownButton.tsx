import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { ClassLabel, Hierarchy } from '../../classifier/index.ts'
import { useWords } from '../words.ts'

function Missing() {
  const { words } = useWords()
  return (
    <p className="notice" role="alert">
      {words.site.panelMissing}
    </p>
  )
}

/** In a chunk of its own. A chunk that can't be loaded must not take the page with it. */
const LazyKnown = lazy(() =>
  import('./Known.tsx').then(
    ({ Known }) => ({ default: Known }),
    () => ({ default: Missing }),
  ),
)

interface KnownButtonProps {
  classes: readonly ClassLabel[]
  hierarchy: Hierarchy
  /** Of the photo on show, by the classes' indices. */
  probabilities: Float32Array
  children: ReactNode
}

/** Opens the list of all that the network knows. */
export function KnownButton({ children, ...known }: KnownButtonProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="button known-button" onClick={() => setOpen(true)}>
        {children}
      </button>
      {open && (
        <Suspense>
          <LazyKnown {...known} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
