import { useMemo } from 'react'
import { headline } from '../../classifier/index.ts'
import type { FullClassification } from '../../photos/item.ts'
import { KnownButton } from '../classes/ClassesButton.tsx'
import { useWords } from '../language-pack.ts'
import { useModel } from '../stores.ts'
import { CopyAnswer } from './CopyAnswer.tsx'
import { Headline } from './Headline.tsx'
import { headlineText } from './headline-text.ts'
import { Made } from './Made.tsx'
import { Offer } from './Offer.tsx'
import { Predictions } from './Predictions.tsx'
import type { ShownClass } from './pointed-class.ts'

/** How many answers the exported JSON has, as that of the tutorials. */
const EXPORTED = 5

interface AnswerProps {
  classification: FullClassification
  shownClass: ShownClass
}

/** What the photo shows, how sure that is, and what computed it. */
export function Answer({ classification, shownClass }: AnswerProps) {
  const pack = useWords()
  const classes = useModel((model) => model.classes)
  const hierarchy = useModel((model) => model.hierarchy)
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
      <Predictions predictions={predictions} shownClass={shownClass} />
      <CopyAnswer predictions={predictions.slice(0, EXPORTED)} />
      <div className="note note--fine made">
        <Made classification={classification} />
        <Offer />
      </div>
    </section>
  )
}
