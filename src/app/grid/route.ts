/** The addresses of the grid and of its photos: `#/grid`, `#/photo/3`. */
import { useEffect } from 'react'
import type { Photos } from '../../photos/store.ts'
import { useStores } from '../stores.ts'

/** `undefined` for all photos, the id of the one on show else. */
export type Place = number | undefined

export function hashOf(place: Place): string {
  return place === undefined ? '#/grid' : `#/photo/${place}`
}

/** Where an address leads; `null` for one that is not of the grid. */
export function placeOf(hash: string): Place | null {
  if (hash === '#/grid') return undefined
  const [, id] = /^#\/photo\/(\d{1,9})$/.exec(hash) ?? []
  return id === undefined ? null : Number(id)
}

/** The entry of the history comes after that of the grid. */
const FROM_GRID = 'from-grid'

/** Back to all photos: by the history where they are in it, so that going forward leads here again. */
export function backToGrid(photos: Photos): void {
  if (history.state === FROM_GRID) history.back()
  else photos.open(undefined)
}

/** A photo that is opened from the grid is an entry of the history; all else takes the place of the present one. */
function showAddress(place: Place): void {
  const present = placeOf(location.hash)
  if (present === place) return
  if (present === undefined && place !== undefined) history.pushState(FROM_GRID, '', hashOf(place))
  else history.replaceState(place === undefined ? null : history.state, '', hashOf(place))
}

function withoutHash(): string {
  return location.pathname + location.search
}

/** Keeps the address and what is on show together. */
export function useRoute(): void {
  const { photos } = useStores()
  useEffect(() => {
    const restoration = history.scrollRestoration
    history.scrollRestoration = 'manual'
    const follow = () => showAddress(photos.getState().selected)
    const go = () => {
      const place = placeOf(location.hash)
      if (place !== null) photos.open(place)
      follow() // a photo that is no longer there
    }
    const stop = photos.subscribe(follow)
    window.addEventListener('popstate', go)
    follow()
    return () => {
      stop()
      window.removeEventListener('popstate', go)
      history.scrollRestoration = restoration
      if (placeOf(location.hash) !== null) history.replaceState(null, '', withoutHash())
    }
  }, [photos])
}
