import type { ClassLabel, Hierarchy } from '../../classifier/index.ts'
import type { PhotoState } from '../../photos/store.ts'

/** What every view of an answer gets. */
export interface ViewProps {
  answer: Extract<PhotoState, { status: 'done' }>
  /** In the order of the network's outputs. */
  classes: readonly ClassLabel[]
  /** The classes in groups; `null` where they could not be loaded. */
  hierarchy: Hierarchy | null
  /** The class whose map lies over the photo, by its index. */
  shownClass: number | null
  onShowClass: (index: number | null) => void
}
