import { useState } from 'react'
import { photoName } from './photo-name.ts'
import { SampleCredit } from './samples/SampleCredit.tsx'
import type { Photo } from './store.ts'
import { useWords } from './words.ts'

declare module 'react' {
  interface CSSProperties {
    '--width'?: number
    '--height'?: number
  }
}

type View =
  | { status: 'loading' }
  | { status: 'shown'; width: number; height: number }
  | { status: 'unreadable' }

/** The photo as it is, with the corners of the part that the network sees. Give it the photo's id as `key`. */
export function Preview({ photo }: { photo: Photo }) {
  const { words, format } = useWords()
  const [view, setView] = useState<View>({ status: 'loading' })
  const name = photoName(photo, words)
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
            {view.status === 'shown' && <span className="preview__view" aria-hidden="true" />}
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
    </figure>
  )
}
