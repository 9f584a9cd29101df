import type { Photos } from '../../photos/store.ts'
import { useWords, useWordsOf } from '../language-pack.ts'
import { useStores } from '../stores.ts'
import { withAll, withNothing } from './view.ts'
import { gridWords } from './words/index.ts'
import { useView, useWork, type Work } from './work.ts'

/** What is selected, and what was taken away last. */
export function SelectionBar() {
  const { format } = useWords()
  const words = useWordsOf(gridWords).selection
  const { photos } = useStores()
  const work = useWork()
  const count = useView(({ selection }) => selection.size)
  const removed = useView((state) => state.removed.length)
  if (count === 0 && removed === 0) return null
  return (
    <div className="row selection">
      {count > 0 && (
        <>
          <strong className="number">{words.count(format.integer(count))}</strong>
          <button
            type="button"
            className="button button--compact"
            onClick={() => work.view.setState((state) => withAll(state, work.place.listed))}
          >
            {words.all}
          </button>
          <button
            type="button"
            className="button button--compact"
            onClick={() => work.view.setState(withNothing)}
          >
            {words.none}
          </button>
          <button
            type="button"
            className="button button--compact"
            onClick={() => removeSelected(work, photos)}
          >
            {words.remove}
          </button>
        </>
      )}
      {count === 0 && (
        <>
          <span role="status">{words.removed(format.integer(removed))}</span>
          <button
            type="button"
            className="button button--compact"
            onClick={() => {
              photos.restore(work.view.getState().removed)
              work.view.setState({ removed: [] })
            }}
          >
            {words.undo}
          </button>
        </>
      )}
    </div>
  )
}

/** The keyboard goes to the next tile that is left. */
export function removeSelected({ view, place }: Work, photos: Photos): void {
  const { selection, current } = view.getState()
  if (selection.size === 0) return
  const at = current === undefined ? 0 : place.listed.indexOf(current)
  const left = (id: number) => !selection.has(id)
  const next = place.listed.slice(at).find(left) ?? place.listed.slice(0, at).findLast(left)
  const removed = photos.remove(selection)
  view.setState((state) => ({ ...withNothing(state), removed, current: next }))
}
