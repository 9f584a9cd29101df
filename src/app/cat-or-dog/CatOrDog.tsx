import type { ViewProps } from '../answer/view.ts'
import { groupWords } from '../groups/words/index.ts'
import { useWords, useWordsOf } from '../language-pack.ts'
import './cat-or-dog.css'
import { catAndDog, EITHER } from './shares.ts'

/** The Keras tutorial’s question. */
export function CatOrDog({ item, hierarchy }: ViewProps) {
  const { words: pageWords, tag, format } = useWords()
  const words = useWordsOf(groupWords).catOrDog
  if (!hierarchy) return <p className="notice">{pageWords.site.panelMissing}</p>
  const { cat, dog, relative } = catAndDog(item.state.classification.probabilities, hierarchy)
  if (!relative) {
    return (
      <div className="view cat-or-dog">
        <p className="cat-or-dog__answer">{words.neither}</p>
        <p className="muted text">{words.neitherNote(format.probability(cat + dog), format.share(EITHER))}</p>
      </div>
    )
  }
  // two decimals, as in the tutorial
  const percent = new Intl.NumberFormat(tag, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const catPercent = percent.format(100 * relative.cat)
  const dogPercent = percent.format(100 * relative.dog)
  return (
    <div className="view cat-or-dog">
      <p className="cat-or-dog__answer">{words.answer(catPercent, dogPercent)}</p>
      <div className="cat-or-dog__scale" aria-hidden="true">
        <span>{words.cat}</span>
        <span className="track cat-or-dog__track">
          <span style={{ width: `${100 * relative.cat}%` }} />
        </span>
        <span>{words.dog}</span>
      </div>
      <p className="muted text">
        {words.note(
          format.probability(cat),
          format.probability(dog),
          format.probability(Math.max(1 - cat - dog, 0)),
        )}
      </p>
    </div>
  )
}
