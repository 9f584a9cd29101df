import { type MouseEvent, memo, useEffect, useRef, useSyncExternalStore } from 'react'
import { itemOf } from '../../photos/collection.ts'
import type { Item } from '../../photos/item.ts'
import { outcomeOf } from '../../photos/listing.ts'
import { AlertIcon } from '../icons.tsx'
import { useWords, useWordsOf } from '../language-pack.ts'
import { photoName } from '../photo/photo-name.ts'
import { useModel, usePhotos } from '../stores.ts'
import { tileText } from './tile-text.ts'
import { gridWords } from './words/index.ts'
import { useWork } from './work.ts'

export interface TileProps {
  item: Item
  /** In the list, from 1. */
  position: number
  count: number
  selected: boolean
  /** The Tab key leads to it. */
  current: boolean
  /** Where it lies, pixels; one by one, so that a tile that stays is not rendered again. */
  left: number
  top: number
  width: number
  height: number
  onOpen: (id: number, event: MouseEvent) => void
  onToggle: (id: number, range: boolean) => void
}

/** One photo of many: its picture, its answer, its name. */
export const Tile = memo(function Tile(props: TileProps) {
  const { item, position, count, selected, current, left, top, width, height, onOpen, onToggle } = props
  const pack = useWords()
  const words = useWordsOf(gridWords).tile
  const hierarchy = useModel((model) => model.hierarchy)
  const name = photoName(item, pack.words)
  const { title, detail } = tileText(item, hierarchy, pack, words)
  const same = useSameName(item)
  return (
    <li
      className={`tile tile--${outcomeOf(item)}`}
      aria-setsize={count}
      aria-posinset={position}
      style={{ inlineSize: width, blockSize: height, transform: `translate(${left}px, ${top}px)` }}
    >
      <button
        type="button"
        className="tile__open"
        data-id={item.id}
        tabIndex={current ? 0 : -1}
        title={same === undefined ? name : `${name}: ${words.same(same)}`}
        onClick={(event) => onOpen(item.id, event)}
      >
        <span className="tile__picture">
          <Thumbnail item={item} />
          {item.brief.status === 'failed' && <AlertIcon />}
        </span>
        <span className="tile__title" lang={title.english ? 'en' : undefined}>
          {title.text}
        </span>{' '}
        <span className="tile__line">
          {detail !== undefined && <span className="number tile__detail">{detail} </span>}
          {same !== undefined && <span className="muted tile__name">{words.same(same)} </span>}
          <span className={same === undefined ? 'muted tile__name' : 'visually-hidden'}>{name}</span>
        </span>
      </button>
      <input
        type="checkbox"
        className="tile__check"
        tabIndex={-1}
        aria-label={words.select(name)}
        checked={selected}
        onChange={({ nativeEvent }) =>
          onToggle(item.id, nativeEvent instanceof window.MouseEvent && nativeEvent.shiftKey)
        }
      />
    </li>
  )
})

/** The name of the earlier item with the same bytes. */
function useSameName({ brief }: Item): string | undefined {
  const { words } = useWords()
  const id = brief.status === 'answered' ? brief.answer.sameAs : undefined
  const same = usePhotos((state) => (id === undefined ? undefined : itemOf(state, id)))
  return same && photoName(same, words)
}

/** The small picture, once it is there. A file that was refused gets none. */
function Thumbnail({ item: { id, source, brief } }: { item: Item }) {
  const { thumbnails } = useWork()
  const canvas = useRef<HTMLCanvasElement>(null)
  const bitmap = useSyncExternalStore(thumbnails.subscribe, () => thumbnails.get(id))
  const refused = brief.status === 'failed'
  const onItsWay = brief.status === 'asked'

  useEffect(() => {
    if (refused) return undefined
    return thumbnails.show(id, onItsWay ? undefined : source)
  }, [thumbnails, id, source, refused, onItsWay])

  useEffect(() => {
    const target = canvas.current
    if (!target || !bitmap) return undefined
    target.width = bitmap.width
    target.height = bitmap.height
    target.getContext('2d')?.drawImage(bitmap, 0, 0)
    return () => {
      target.width = 0 // its pixels go now
    }
  }, [bitmap])

  return bitmap && !refused ? <canvas ref={canvas} className="tile__pixels" /> : null
}
