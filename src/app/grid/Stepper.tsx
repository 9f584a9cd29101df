import { useCallback, useEffect } from 'react'
import { useWords, useWordsOf } from '../language-pack.ts'
import { usePhotos, useStores } from '../stores.ts'
import { backToGrid } from './route.ts'
import { gridWords } from './words/index.ts'
import { useWork } from './work.ts'

/** Above a photo of many: which one it is, and the way to the others. */
export function Stepper({ id }: { id: number }) {
  const { format } = useWords()
  const words = useWordsOf(gridWords).step
  const { photos } = useStores()
  const { at, ids, step } = useSteps(id)
  return (
    <nav className="stepper" aria-label={words.label}>
      <button type="button" className="button button--compact" onClick={() => backToGrid(photos)}>
        {words.back}
      </button>
      <div className="stepper__steps">
        <button
          type="button"
          className="button button--compact"
          aria-label={words.before}
          disabled={at <= 0}
          onClick={() => step(-1)}
        >
          ‹
        </button>
        <span className="number">{words.place(format.integer(at + 1), format.integer(ids.length))}</span>
        <button
          type="button"
          className="button button--compact"
          aria-label={words.next}
          disabled={at >= ids.length - 1}
          onClick={() => step(1)}
        >
          ›
        </button>
      </div>
    </nav>
  )
}

/** Where arrow keys have a meaning of their own. */
const OWN_ARROWS = 'input, select, textarea, [role="tab"], [role="treeitem"], [role="slider"]'

/** The order is that of the grid as it was left; a photo that was not listed there is among all. */
function useSteps(id: number) {
  const { photos } = useStores()
  const { place, view } = useWork()
  const items = usePhotos((state) => state.items)
  const listed = place.listed.includes(id) ? place.listed : items.map((item) => item.id)
  const at = listed.indexOf(id)

  const step = useCallback(
    (by: number) => {
      const next = listed[at + by]
      if (next === undefined) return
      view.setState({ current: next })
      photos.open(next)
    },
    [listed, at, photos, view],
  )

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { key, target, defaultPrevented, altKey, ctrlKey, metaKey, shiftKey } = event
      if (defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return
      if (target instanceof Element && target.closest(OWN_ARROWS)) return
      if (document.querySelector('dialog[open]')) return
      if (key === 'ArrowLeft') step(-1)
      if (key === 'ArrowRight') step(1)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [step])

  return { at, ids: listed, step }
}
