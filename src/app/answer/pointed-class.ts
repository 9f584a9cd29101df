import { useState } from 'react'

/**
 * Showing the map of a class from a list: pointing at an entry or reaching it by keyboard shows its map as long as that
 * lasts, a tap or Enter until the next.
 * @param shown the class whose map lies over the photo, by its index
 */
export function usePointedClass(shown: number | null, onShow: (index: number | null) => void) {
  /** While an entry is pointed at: what was shown before, and will be after. */
  const [before, setBefore] = useState<{ index: number | null }>()
  const kept = before ? before.index : shown
  return {
    /** The class whose map stays. */
    kept,
    point(index: number) {
      setBefore({ index: kept })
      onShow(index)
    },
    leave() {
      if (!before) return
      setBefore(undefined)
      onShow(before.index)
    },
    keep(index: number) {
      const next = kept === index ? null : index
      setBefore({ index: next })
      onShow(next)
    },
  }
}
