import { useState } from 'react'

/** The class whose map lies over the photo, by its index, and the way to change it. */
export interface ShownClass {
  shown: number | null
  show: (index: number | null) => void
}

/** For a list of classes without a photo to lay maps over. */
export const NO_CLASS: ShownClass = { shown: null, show: () => {} }

/**
 * Showing the map of a class from a list: pointing at an entry or reaching it by keyboard shows its map as long as that
 * lasts, a tap or Enter until the next.
 */
export function usePointedClass({ shown, show }: ShownClass) {
  /** While an entry is pointed at: what was shown before, and will be after. */
  const [before, setBefore] = useState<{ index: number | null }>()
  const kept = before ? before.index : shown
  return {
    /** The class whose map stays. */
    kept,
    point(index: number) {
      setBefore({ index: kept })
      show(index)
    },
    leave() {
      if (!before) return
      setBefore(undefined)
      show(before.index)
    },
    keep(index: number) {
      const next = kept === index ? null : index
      setBefore({ index: next })
      show(next)
    },
  }
}
