import { Suspense, useState } from 'react'
import { itemOnShow } from '../photos/collection.ts'
import { type Item, isAnswered, isUpToDate, preparedOf } from '../photos/item.ts'
import { Panel } from './answer/Panel.tsx'
import type { ShownClass } from './answer/pointed-class.ts'
import { Views } from './answer/Views.tsx'
import { Crop } from './crop/Crop.tsx'
import { LazyChoices } from './crop/lazy-tools.tsx'
import { Intro } from './home/Intro.tsx'
import { NoticeLine } from './home/NoticeLine.tsx'
import { Picker } from './home/Picker.tsx'
import { useWords } from './language-pack.ts'
import { lazyPart } from './lazy-part.tsx'
import { Preview } from './photo/Preview.tsx'
import { Samples } from './samples/Samples.tsx'
import { usePhotos, useStores } from './stores.ts'

/**
 * What the page is about: the way to a photo, or the photo with its answer. Each slot keeps its place in the tree: the
 * picker is the same element with and without a photo.
 */
export function Main() {
  const { photos } = useStores()
  const item = usePhotos(itemOnShow)
  const many = usePhotos((state) => state.many)
  const shownClass = useShownClass(item?.id)
  return (
    <main id="photo" tabIndex={-1} className={mainClass(item, many)}>
      {many && (
        <Suspense>
          <LazyMany />
        </Suspense>
      )}
      {!item && !many && <Intro />}
      {item && hasPreview(item) && <Preview key={item.id} item={item} shownClass={shownClass.shown} />}
      {item && <Panel item={item} shownClass={shownClass} />}
      {item && <SeenByNetwork item={item} />}
      {/* the grid has one of its own */}
      {(item || !many) && (
        <Picker kind={item ? 'another' : 'first'} onFiles={(files) => photos.choose(files, 'chosen')} />
      )}
      {!item && !many && <Samples />}
      {item && isAnswered(item) && <Views key={`views-${item.id}`} item={item} shownClass={shownClass} />}
      {(item || !many) && <NoticeLine />}
    </main>
  )
}

const LazyMany = lazyPart(async () => (await import('./grid/Many.tsx')).Many)

function mainClass(item: Item | undefined, many: boolean): string {
  if (!item) return many ? 'main' : 'main main--idle'
  return isUpToDate(item.state) ? 'main main--photo' : 'main main--photo main--updating'
}

/** A file that was refused is never shown: a browser's own view of it can freeze the page. */
function hasPreview({ state }: Item): boolean {
  return state.status !== 'failed' || state.prepared !== undefined
}

/** The class whose map lies over the photo. Another photo begins without. */
function useShownClass(id: number | undefined): ShownClass {
  const [chosen, choose] = useState<{ photo: number; index: number }>()
  return {
    shown: chosen && chosen.photo === id ? chosen.index : null,
    show: (index) => choose(index === null || id === undefined ? undefined : { photo: id, index }),
  }
}

function SeenByNetwork({ item }: { item: Item }) {
  const { words } = useWords()
  const { photos } = useStores()
  const { state } = item
  const crop = preparedOf(state)?.crop
  if (!crop && state.status === 'failed') return null
  const note = <p>{words.photo.cropNote}</p>
  return (
    <Crop crop={crop}>
      {state.status === 'done' ? (
        <Suspense fallback={note}>
          <LazyChoices answer={state} onLook={photos.look} />
        </Suspense>
      ) : (
        note
      )}
    </Crop>
  )
}
