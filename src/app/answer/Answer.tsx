import { useMemo } from 'react'
import { type BackendNote, type ClassLabel, type Hierarchy, headline } from '../../classifier/index.ts'
import type { FullClassification } from '../../photos/store.ts'
import { KnownButton } from '../classes/ClassesButton.tsx'
import { useWords } from '../language-pack.ts'
import { CopyAnswer } from '../share/CopyAnswer.tsx'
import { Made } from '../timings/Made.tsx'
import { Headline } from './Headline.tsx'
import { headlineText } from './headline-text.ts'
import { Predictions } from './Predictions.tsx'

/** How many answers the exported JSON has, as that of the tutorials. */
const EXPORTED = 5

interface AnswerProps {
  classification: FullClassification
  /** In the order of the network's outputs. */
  classes: readonly ClassLabel[]
  hierarchy: Hierarchy | null
  /** Backends that were tried before. */
  notes: readonly BackendNote[]
  /** Why the model's files could not be kept. */
  notKept: string | undefined
  /** The class whose map lies over the photo, by its index. */
  shownClass: number | null
  onShowClass: (index: number | null) => void
}

/** What the photo shows, how sure that is, and what computed it. */
export function Answer({
  classification,
  classes,
  hierarchy,
  notes,
  notKept,
  shownClass,
  onShowClass,
}: AnswerProps) {
  const pack = useWords()
  const { predictions, probabilities } = classification
  const best = predictions[0]
  const told = useMemo(() => headline(probabilities, hierarchy), [probabilities, hierarchy])
  return (
    <section className="answer">
      {best && <Headline text={headlineText(told, best, hierarchy, pack)} />}
      {told.kind === 'unrecognised' && hierarchy && (
        <KnownButton classes={classes} hierarchy={hierarchy} probabilities={probabilities}>
          {pack.words.answer.known}
        </KnownButton>
      )}
      <Predictions predictions={predictions} shownClass={shownClass} onShowClass={onShowClass} />
      <CopyAnswer predictions={predictions.slice(0, EXPORTED)} />
      <Made classification={classification} notes={notes} notKept={notKept} />
    </section>
  )
}
