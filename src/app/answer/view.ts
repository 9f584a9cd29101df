import type { ClassLabel, Hierarchy } from '../../classifier/index.ts'
import type { AnsweredItem } from '../../photos/item.ts'
import type { ShownClass } from './pointed-class.ts'

/** What every view of an answer gets. */
export interface ViewProps {
  item: AnsweredItem
  /** In the order of the network's outputs. */
  classes: readonly ClassLabel[]
  /** The classes in groups; `null` where they could not be loaded. */
  hierarchy: Hierarchy | null
  shownClass: ShownClass
}
