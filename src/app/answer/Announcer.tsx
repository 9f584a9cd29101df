import { itemOnShow } from '../../photos/collection.ts'
import { useWords } from '../language-pack.ts'
import { useModel, usePhotos } from '../stores.ts'
import { announcement } from './announcement.ts'

/** Says what has happened, for a screen reader. */
export function Announcer() {
  const pack = useWords()
  const item = usePhotos(itemOnShow)
  const notice = usePhotos((state) => state.notice)
  const text = useModel((model) => announcement({ item, notice, ...model }, pack))
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {text}
    </p>
  )
}
