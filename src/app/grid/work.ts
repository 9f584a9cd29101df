/** What works for the grid, beside React: as long as there are many photos. */
import { createContext, use } from 'react'
import { useStore } from 'zustand'
import { createDuplicates, digestOfFile } from '../../photos/duplicates.ts'
import { Feeder, type FeederState } from '../../photos/feeder.ts'
import { THUMBNAIL } from '../../photos/item.ts'
import { createThumbnails, type Thumbnails } from '../../photos/thumbnails.ts'
import type { Stores } from '../stores.ts'
import { createView, type View, type ViewState } from './view.ts'

export interface Work {
  feeder: Feeder
  thumbnails: Thumbnails
  view: View
  /** Ids of what is listed, in that order; where the grid was scrolled to. They render nothing. */
  place: { listed: readonly number[]; scroll: number }
  dispose(): void
}

export function startWork({ classifier, photos, model }: Stores): Work {
  const thumbnails = createThumbnails((source, signal) => classifier.thumbnail(source, THUMBNAIL, { signal }))
  const feeder = new Feeder({
    ...{ classifier, photos },
    hierarchy: () => model.getState().hierarchy,
    duplicates: createDuplicates(digestOfFile),
    onThumbnail: thumbnails.put,
    now: () => performance.now(),
  })
  return {
    ...{ feeder, thumbnails, view: createView(), place: { listed: [], scroll: 0 } },
    dispose() {
      feeder.dispose()
      thumbnails.dispose()
    },
  }
}

export const WorkContext = createContext<Work | undefined>(undefined)

export function useWork(): Work {
  const work = use(WorkContext)
  if (!work) throw new Error('This component needs a WorkContext around it.')
  return work
}

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useWork().view, select)
}

export function useFeeder<T>(select: (state: FeederState) => T): T {
  return useStore(useWork().feeder.store, select)
}
