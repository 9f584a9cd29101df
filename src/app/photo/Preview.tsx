import { Suspense, useState } from 'react'
import { type Item, isAnswered, preparedOf } from '../../photos/item.ts'
import { displayName } from '../../words/format.ts'
import { LazyFrame, LazyPhotoMap, LazyWhyControls } from '../crop/lazy-tools.tsx'
import { useWords } from '../language-pack.ts'
import { SampleCredit } from '../samples/SampleCredit.tsx'
import { useModel, useStores } from '../stores.ts'
import { type MapSettings, NO_MAP } from './map-settings.ts'
import { PhotoCanvas } from './PhotoCanvas.tsx'
import { photoName } from './photo-name.ts'

declare module 'react' {
  interface CSSProperties {
    '--width'?: number
    '--height'?: number
  }
}

/** A class whose map lies over the photo. */
interface MappedClass {
  index: number
  /** As it reads in a sentence. */
  name: string
}

interface PreviewProps {
  item: Item
  /** The class whose map a person wants to see, by its index. */
  shownClass: number | null
}

/**
 * The photo as it is, with the corners of the part that the network sees, and over it, once there is an answer, what
 * speaks for a class. Give it the item's id as `key`.
 */
export function Preview({ item, shownClass }: PreviewProps) {
  const { words } = useWords()
  const [readable, setReadable] = useState(true)
  const [map, setMap] = useState(NO_MAP)
  const mapped = useMappedClass(item, map.on, shownClass)
  const answer = isAnswered(item) ? item.state : undefined
  return (
    <figure className="preview">
      <div className="preview__table">
        {readable ? (
          <Picture item={item} mapped={mapped} map={map} onUnreadable={() => setReadable(false)} />
        ) : (
          <p className="muted preview__none">{words.photo.noPreview}</p>
        )}
      </div>
      <Caption item={item} />
      {readable && answer && (
        <Suspense>
          <LazyWhyControls
            classification={answer.classification}
            name={mapped?.name}
            settings={map}
            onChange={setMap}
          />
        </Suspense>
      )}
    </figure>
  )
}

/** The class that is pointed at, or the best one while the map is on. */
function useMappedClass(item: Item, on: boolean, shownClass: number | null): MappedClass | undefined {
  const classes = useModel((model) => model.classes)
  if (!isAnswered(item)) return undefined
  const best = item.state.classification.predictions[0]
  const shown = shownClass === null ? undefined : classes[shownClass]
  if (shown && shownClass !== null) return { index: shownClass, name: displayName(shown.name) }
  return on && best ? { index: best.index, name: displayName(best.className) } : undefined
}

interface PictureProps {
  item: Item
  mapped: MappedClass | undefined
  map: MapSettings
  onUnreadable: () => void
}

/**
 * The photo in its frame. The browser is asked to show the file only when the worker has accepted it: there are files,
 * such as an SVG that refers to itself a billion times, that freeze the page of whoever shows them.
 */
function Picture({ item, mapped, map, onUnreadable }: PictureProps) {
  const { words } = useWords()
  const { photos, classifier } = useStores()
  const prepared = preparedOf(item.state)
  if (!prepared) return <div className="preview__photo" />
  const answer = isAnswered(item) ? item.state : undefined
  const corners = <span className="preview__view" aria-hidden="true" />
  return (
    <div className="preview__photo" style={{ '--width': prepared.width, '--height': prepared.height }}>
      <PhotoCanvas
        photo={item.source}
        label={words.photo.alt(photoName(item, words))}
        width={prepared.width}
        height={prepared.height}
        decode={(photo, side) => classifier.thumbnail(photo, side)}
        onUnreadable={onUnreadable}
      />
      {answer && mapped && !(map.on && map.photoOnly) && (
        <Suspense>
          <LazyPhotoMap answer={answer} index={mapped.index} name={mapped.name} opacity={map.opacity} />
        </Suspense>
      )}
      <Suspense fallback={corners}>
        {answer ? <LazyFrame answer={answer} onLook={photos.look} /> : corners}
      </Suspense>
    </div>
  )
}

function Caption({ item }: { item: Item }) {
  const { words } = useWords()
  return (
    <figcaption className="row note note--fine preview__caption">
      <span className="preview__name">{photoName(item, words)}</span>
      <SampleCredit item={item} />
    </figcaption>
  )
}
