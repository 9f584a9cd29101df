import { useEffect, useMemo, useRef, useState } from 'react'
import type { Item } from '../../photos/item.ts'
import { listItems } from '../../photos/listing.ts'
import { NoticeLine } from '../home/NoticeLine.tsx'
import { Picker } from '../home/Picker.tsx'
import { useWordsOf } from '../language-pack.ts'
import { ModelStatus } from '../loading/ModelStatus.tsx'
import { useModel, usePhotos, useStores } from '../stores.ts'
import { Export } from './Export.tsx'
import { Filters } from './Filters.tsx'
import { Progress } from './Progress.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { Tiles } from './Tiles.tsx'
import { withFilter } from './view.ts'
import { gridWords } from './words/index.ts'
import { useView, useWork } from './work.ts'

/** All photos: how far they are, what is listed of them, and the tiles. */
export function Grid() {
  const words = useWordsOf(gridWords)
  const { photos } = useStores()
  const items = useCalmItems()
  const listed = useListed(items)
  const ready = useModel(({ state }) => state.status === 'ready')
  return (
    <section className="grid" aria-labelledby="grid-title">
      <div className="grid__head">
        <h2 id="grid-title" className="grid__title">
          {words.title}
        </h2>
        <Picker kind="more" onFiles={(files) => photos.choose(files, 'chosen')} />
      </div>
      <NoticeLine />
      {!ready && <ModelStatus />}
      <Progress items={items} />
      <Filters items={items} />
      <SelectionBar />
      <Export listed={listed} />
      {listed.length > 0 ? <Tiles listed={listed} /> : <Nothing />}
    </section>
  )
}

/** Above so many items each answer costs a while to sort them in. */
const SOME = 300

/** Milliseconds. */
const CALM = 400

/** The items; of a lot of them a change is seen only so often. */
function useCalmItems(): readonly Item[] {
  const items = usePhotos((state) => state.items)
  const [calm, setCalm] = useState(items)
  const latest = useRef(items)
  latest.current = items
  const changed = items !== calm
  useEffect(() => {
    if (!changed) return undefined
    const timer = setTimeout(() => setCalm(latest.current), CALM)
    return () => clearTimeout(timer)
  }, [changed])
  return items.length < SOME || items.length !== calm.length ? items : calm
}

/** What is listed, which the others may ask for too. */
function useListed(items: readonly Item[]): readonly Item[] {
  const { place } = useWork()
  const filter = useView((view) => view.filter)
  const hierarchy = useModel((model) => model.hierarchy)
  const listed = useMemo(() => listItems(items, filter, hierarchy), [items, filter, hierarchy])
  useEffect(() => {
    place.listed = listed.map(({ id }) => id)
  }, [place, listed])
  return listed
}

function Nothing() {
  const words = useWordsOf(gridWords).filter
  const { view } = useWork()
  return (
    <div className="grid__nothing">
      <p className="notice">{words.nothing}</p>
      <button
        type="button"
        className="button"
        onClick={() =>
          view.setState((state) => withFilter(state, { outcome: 'all', shows: undefined, text: '' }))
        }
      >
        {words.clear}
      </button>
    </div>
  )
}
