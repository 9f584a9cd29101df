import { type ReactNode, Suspense, useState } from 'react'
import type { ClassLabel, Hierarchy } from '../../classifier/index.ts'
import { lazyPart } from '../lazy-part.tsx'

const LazyKnown = lazyPart(async () => (await import('./Classes.tsx')).Known)

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
