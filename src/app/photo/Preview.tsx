import { Suspense, useState } from 'react'
import type { View } from '../../classifier/index.ts'
import type { AnsweredPhoto, Photo } from '../../photos/store.ts'
import { LazyFrame, LazyPhotoMap, LazyWhyControls } from '../crop/lazy-tools.tsx'
import { displayName } from '../format.ts'
import { useWords } from '../language-pack.ts'
import { SampleCredit } from '../samples/SampleCredit.tsx'
import type { MapSettings } from '../why/WhyControls.tsx'
import { photoName } from './photo-name.ts'

declare module 'react' {
  interface CSSProperties {
    '--width'?: number
    '--height'?: number
  }
}

type Picture =
  | { status: 'loading' }
  | { status: 'shown'; width: number; height: number }
  | { status: 'unreadable' }

interface PreviewProps {
  photo: Photo
  /** Once there is one. */
  answer: AnsweredPhoto | undefined
  /** The class whose map a person wants to see, by its index and name. */
  shownClass: { index: number; name: string } | undefined
  onLook: (view: View) => void
}

/**
 * The photo as it is, with the corners of the part that the network sees, and over it, once there is an answer, what
 * speaks for a class. Give it the photo's id as `key`.
 */
export function Preview({ photo, answer, shownClass, onLook }: PreviewProps) {
  const { words, format } = useWords()
  const [view, setView] = useState<Picture>({ status: 'loading' })
  const [map, setMap] = useState<MapSettings>({ on: false, opacity: 0.7, photoOnly: false })
  const name = photoName(photo, words)
  const best = answer?.classification.predictions[0]
  const mapped = shownClass ?? (map.on && best ? { index: best.index, name: best.className } : undefined)
  return (
    <figure className="preview">
      <div className="preview__table">
        {view.status === 'unreadable' ? (
          <p className="preview__none">{words.photo.noPreview}</p>
        ) : (
          <div
            className="preview__photo"
            style={view.status === 'shown' ? { '--width': view.width, '--height': view.height } : undefined}
          >
            <img
              src={photo.url}
              alt={words.photo.alt(name)}
              draggable={false} // dropping the preview onto the page would choose it again
              onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
                setView({ status: 'shown', width, height })
              }
              onError={() => setView({ status: 'unreadable' })}
            />
            {view.status === 'shown' && answer && mapped && !(map.on && map.photoOnly) && (
              <Suspense>
                <LazyPhotoMap
                  answer={answer}
                  index={mapped.index}
                  name={displayName(mapped.name)}
                  opacity={map.opacity}
                />
              </Suspense>
            )}
            {view.status === 'shown' && (
              <Suspense fallback={<span className="preview__view" aria-hidden="true" />}>
                {answer ? (
                  <LazyFrame answer={answer} onLook={onLook} />
                ) : (
                  <span className="preview__view" aria-hidden="true" />
                )}
              </Suspense>
            )}
          </div>
        )}
      </div>
      <figcaption className="preview__caption">
        <span className="preview__name">{name}</span>
        <SampleCredit photo={photo} />
        {photo.given > 1 && (
          <span className="preview__note">{words.pick.several(format.integer(photo.given), name)}</span>
        )}
      </figcaption>
      {view.status === 'shown' && answer && (
        <Suspense>
          <LazyWhyControls
            classification={answer.classification}
            name={mapped && displayName(mapped.name)}
            settings={map}
            onChange={setMap}
          />
        </Suspense>
      )}
    </figure>
  )
}
