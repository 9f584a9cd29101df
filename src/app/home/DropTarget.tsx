import { useCallback } from 'react'
import { useWords } from '../language-pack.ts'
import { useStores } from '../stores.ts'
import { usePageDrop } from './page-drop.ts'
import { usePagePaste } from './page-paste.ts'

/** Takes photos that are dropped or pasted anywhere on the page, and says so while files hover over it. */
export function DropTarget() {
  const { words } = useWords()
  const { photos } = useStores()
  const drop = useCallback((files: File[]) => photos.choose(files, 'dropped'), [photos])
  const paste = useCallback((images: File[]) => photos.choose(images, 'pasted'), [photos])
  const pasteNothing = useCallback(() => photos.report('nothing-pasted'), [photos])
  const missing = useCallback(() => photos.report('not-received'), [photos])
  const hovering = usePageDrop(drop, missing)
  usePagePaste(paste, pasteNothing)
  return (
    hovering && (
      <div className="drop" aria-hidden="true">
        <p>{words.pick.drop}</p>
      </div>
    )
  )
}
