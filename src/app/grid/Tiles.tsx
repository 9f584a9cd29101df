import { useWindowVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import type { Item } from '../../photos/item.ts'
import { useWordsOf } from '../language-pack.ts'
import { useStores } from '../stores.ts'
import { removeSelected } from './SelectionBar.tsx'
import { Tile } from './Tile.tsx'
import { placeByKey, type View, withAll, withNothing, withRange, withToggled } from './view.ts'
import { gridWords } from './words/index.ts'
import { useView, useWork } from './work.ts'

/** Pixels. */
const GAP = 12
const NARROWEST = 156

/** Of the text below a picture, in lines of the page's text. */
const CAPTION_REM = 3.1

interface Measures {
  columns: number
  width: number
  height: number
  /** From the top of the page to the first row. */
  top: number
}

/** The tiles that are in sight, and a few rows around. One stop for the Tab key, arrow keys inside. */
export function Tiles({ listed }: { listed: readonly Item[] }) {
  const words = useWordsOf(gridWords)
  const list = useRef<HTMLUListElement>(null)
  const { view } = useWork()
  const selection = useView((state) => state.selection)
  const current = useView((state) => state.current)
  const measures = useMeasures(list)
  const { columns, width, height, top } = measures
  const rows = Math.ceil(listed.length / columns)
  const virtualizer = useWindowVirtualizer({
    count: rows,
    estimateSize: () => height + GAP,
    overscan: 3,
    scrollMargin: top,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer is measured anew when a row's height changes
  useLayoutEffect(() => virtualizer.measure(), [height])
  const columnsNow = useRef(columns) // another number before the list has been measured
  columnsNow.current = columns
  const toPlace = (at: number) =>
    virtualizer.scrollToIndex(Math.floor(at / columnsNow.current), { align: 'auto' })
  useReturn(view, listed, toPlace)
  const { onOpen, onToggle } = useActs()
  const onKeyDown = useKeys(listed, columns, toPlace)
  const focusable = listed.some(({ id }) => id === current) ? current : listed[0]?.id
  return (
    <>
      <p id="grid-keys" className="visually-hidden">
        {words.keys}
      </p>
      <ul
        ref={list}
        className="tiles"
        aria-labelledby="grid-title"
        aria-describedby="grid-keys"
        style={{ blockSize: Math.max(0, rows * (height + GAP) - GAP) }}
        onKeyDown={onKeyDown}
      >
        {virtualizer
          .getVirtualItems()
          .flatMap(({ index: row }) =>
            listed
              .slice(row * columns, (row + 1) * columns)
              .map((item, column) => (
                <Tile
                  key={item.id}
                  item={item}
                  position={row * columns + column + 1}
                  count={listed.length}
                  selected={selection.has(item.id)}
                  current={item.id === focusable}
                  left={column * (width + GAP)}
                  top={row * (height + GAP)}
                  width={width}
                  height={height}
                  onOpen={onOpen}
                  onToggle={onToggle}
                />
              )),
          )}
      </ul>
    </>
  )
}

/** As many columns as fit, and how large a tile is then. */
function useMeasures(list: RefObject<HTMLUListElement | null>): Measures {
  const [measures, setMeasures] = useState<Measures>({ columns: 4, width: 180, height: 200, top: 0 })
  useLayoutEffect(() => {
    const element = list.current
    if (!element) return undefined
    const measure = () => {
      const { clientWidth } = element
      const columns = Math.max(2, Math.floor((clientWidth + GAP) / (NARROWEST + GAP)))
      const width = Math.floor((clientWidth - GAP * (columns - 1)) / columns)
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
      const height = Math.round((width * 3) / 4 + CAPTION_REM * rem)
      const top = Math.round(element.getBoundingClientRect().top + window.scrollY)
      setMeasures((before) =>
        before.columns === columns && before.width === width && before.height === height && before.top === top
          ? before
          : { columns, width, height, top },
      )
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    observer.observe(document.body) // what stands above may grow
    return () => observer.disconnect()
  }, [list])
  return measures
}

/** Back from a photo: where one was, the keyboard on the photo's tile. */
function useReturn(view: View, listed: readonly Item[], toPlace: (at: number) => void): void {
  const { place } = useWork()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the grid comes
  useLayoutEffect(() => {
    const { current } = view.getState()
    window.scrollTo(0, place.scroll)
    const at = current === undefined ? -1 : listed.findIndex(({ id }) => id === current)
    if (at < 0) return undefined
    const timer = requestAnimationFrame(() => {
      toPlace(at)
      requestAnimationFrame(() => focusTile(current))
    })
    return () => cancelAnimationFrame(timer)
  }, [])
  useEffect(() => {
    const remember = () => {
      place.scroll = window.scrollY
    }
    window.addEventListener('scroll', remember, { passive: true })
    return () => window.removeEventListener('scroll', remember)
  }, [place])
}

function focusTile(id: number | undefined): void {
  document.querySelector<HTMLElement>(`.tile__open[data-id="${id}"]`)?.focus({ preventScroll: true })
}

/** What a click does: it opens, or with Shift or Ctrl it selects. */
function useActs() {
  const { photos } = useStores()
  const { view, place } = useWork()
  const onToggle = useCallback(
    (id: number, range: boolean) =>
      view.setState((state) => (range ? withRange(state, place.listed, id) : withToggled(state, id))),
    [view, place],
  )
  const onOpen = useCallback(
    (id: number, { shiftKey, ctrlKey, metaKey }: MouseEvent) => {
      if (shiftKey || ctrlKey || metaKey) {
        onToggle(id, shiftKey)
        return
      }
      view.setState({ current: id })
      photos.open(id)
      window.scrollTo(0, 0)
      document.getElementById('photo')?.focus({ preventScroll: true })
    },
    [view, photos, onToggle],
  )
  return { onOpen, onToggle }
}

/** How many rows a page is for the keyboard. */
const PAGE_ROWS = 3

function useKeys(listed: readonly Item[], columns: number, toPlace: (at: number) => void) {
  const { photos } = useStores()
  const work = useWork()
  const { view, place } = work

  function move(event: KeyboardEvent, from: number): void {
    const at = placeByKey(event.key, from, listed.length, columns, PAGE_ROWS)
    const id = at === undefined ? undefined : listed[at]?.id
    if (at === undefined || id === undefined) return
    event.preventDefault()
    view.setState((state) => {
      const origin = { ...state, anchor: state.anchor ?? listed[from]?.id }
      return event.shiftKey ? withRange(origin, place.listed, id) : { ...state, current: id, anchor: id }
    })
    toPlace(at)
    requestAnimationFrame(() => focusTile(id))
  }

  return (event: KeyboardEvent<HTMLElement>) => {
    const { target, key } = event
    if (!(target instanceof HTMLElement)) return
    const id = Number(target.dataset.id)
    const from = listed.findIndex((item) => item.id === id)
    if (from < 0) return
    if (key === ' ') {
      event.preventDefault()
      view.setState((state) => (event.shiftKey ? withRange(state, place.listed, id) : withToggled(state, id)))
    } else if (key === 'Escape') view.setState(withNothing)
    else if (key === 'Delete') removeSelected(work, photos)
    else if (key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      view.setState((state) => withAll(state, place.listed))
    } else move(event, from)
  }
}
