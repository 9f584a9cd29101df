import { type ReactNode, useId, useMemo, useState } from 'react'
import type { AnsweredItem } from '../../photos/item.ts'
import { displayName } from '../../words/format.ts'
import type { ViewProps } from '../answer/view.ts'
import { seenWords } from '../crop/words/index.ts'
import { useWords, useWordsOf } from '../language-pack.ts'
import { type ColorMap, differenceColor, evidenceColor } from '../why/color-map.ts'
import { EvidenceMap } from '../why/EvidenceMap.tsx'
import { type Evidence, type Range, rangeOf } from '../why/evidence.ts'
import { Legend } from '../why/Legend.tsx'
import { classEvidence } from '../why/scale.ts'
import { ClassInput } from './ClassInput.tsx'
import '../crop/crop.css'
import './compare.css'
import { optionText } from './find-class.ts'

/** What speaks for one class and for another, and which classes are easily taken for each other. */
export function Compare({ item, classes }: ViewProps) {
  const words = useWordsOf(seenWords)
  const id = useId()
  const [best, next] = item.state.classification.predictions
  const [first, setFirst] = useState(best?.index ?? 0)
  const [second, setSecond] = useState(next?.index ?? 1)
  const nameOf = (index: number) => displayName(classes[index]?.name ?? '')
  const inputs = { list: `${id}-classes`, classes }
  return (
    <div className="compare">
      <p>{words.compare.lead}</p>
      <datalist id={inputs.list}>
        {classes.map((label) => (
          <option key={label.id} value={optionText(label)} />
        ))}
      </datalist>
      <div className="compare__inputs">
        <ClassInput {...inputs} label={words.compare.first} index={first} onChange={setFirst} />
        <ClassInput {...inputs} label={words.compare.second} index={second} onChange={setSecond} />
        <button
          type="button"
          className="button button--quiet"
          onClick={() => {
            setFirst(second)
            setSecond(first)
          }}
        >
          {words.compare.swap}
        </button>
      </div>
      {first === second ? (
        <p role="status">{words.compare.same}</p>
      ) : (
        <Comparison item={item} first={first} second={second} nameOf={nameOf} />
      )}
      <Similar
        name={nameOf(first)}
        similar={classes[first]?.similar ?? []}
        item={item}
        nameOf={nameOf}
        onChoose={setSecond}
      />
    </div>
  )
}

interface ComparisonProps {
  item: AnsweredItem
  first: number
  second: number
  nameOf: (index: number) => string
}

function Comparison({ item, first, second, nameOf }: ComparisonProps) {
  const { format } = useWords()
  const words = useWordsOf(seenWords)
  const { classification } = item.state
  const { a, b, range, difference, differenceRange } = useMemo(() => {
    const a = classEvidence(classification, [{ index: first, weight: 1 }])
    const b = classEvidence(classification, [{ index: second, weight: 1 }])
    const difference = classEvidence(classification, [
      { index: second, weight: 1 },
      { index: first, weight: -1 },
    ])
    const { low, high } = rangeOf([difference])
    const largest = Math.max(Math.abs(low), Math.abs(high))
    // Neither is in the middle of the colours.
    const differenceRange = { low: -largest, high: largest }
    return { a, b, range: rangeOf([a, b]), difference, differenceRange }
  }, [classification, first, second])
  const probability = (index: number) => format.probability(classification.probabilities[index] ?? 0)
  const [firstName, secondName] = [nameOf(first), nameOf(second)]
  const mapProps = { item, range, color: evidenceColor }
  return (
    <>
      <Likelier item={item} first={first} second={second} nameOf={nameOf} />
      <div className="compare__maps">
        <MapFigure {...mapProps} evidence={a} label={words.why.map(firstName)}>
          <span lang="en">{firstName}</span> <strong>{probability(first)}</strong>
        </MapFigure>
        <MapFigure {...mapProps} evidence={b} label={words.why.map(secondName)}>
          <span lang="en">{secondName}</span> <strong>{probability(second)}</strong>
        </MapFigure>
        <MapFigure
          item={item}
          range={differenceRange}
          color={differenceColor}
          evidence={difference}
          label={words.compare.differenceNote(firstName, secondName)}
        >
          {words.compare.difference(firstName, secondName)}
        </MapFigure>
        <div className="compare__scale">
          <Legend color={evidenceColor} range={range} low={words.why.least} high={words.why.most} />
          <p className="note note--fine text">
            {classification.looks.length > 1 ? words.compare.scaleAverage : words.compare.scale}
          </p>
        </div>
        <div className="compare__scale compare__scale--difference">
          <Legend
            color={differenceColor}
            range={{ low: differenceRange.high, high: differenceRange.high }}
            low={firstName}
            high={secondName}
          />
          <p className="note note--fine text">{words.compare.differenceNote(firstName, secondName)}</p>
        </div>
      </div>
    </>
  )
}

/** Probabilities below this are not told apart. */
const SMALLEST = 1e-9

/** How much likelier the one is than the other, and the difference of their logits that this is the exponential of. */
function Likelier({ item, first, second, nameOf }: ComparisonProps) {
  const { tag } = useWords()
  const words = useWordsOf(seenWords)
  const { probabilities, looks } = item.state.classification
  const probability = (index: number) => Math.max(probabilities[index] ?? 0, SMALLEST)
  const [more, less] = probability(first) >= probability(second) ? [first, second] : [second, first]
  const ratio = probability(more) / probability(less)
  const times = new Intl.NumberFormat(tag, { maximumSignificantDigits: ratio < 1000 ? 3 : 2 })
  const score = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })
  return (
    <p className="compare__sentence" role="status">
      {ratio < 1.005
        ? words.compare.equallyLikely(nameOf(more), nameOf(less))
        : words.compare.likelier(nameOf(more), nameOf(less), times.format(ratio))}{' '}
      {/* Of an average there is no one pair of scores. */}
      {looks.length === 1 && words.compare.scores(score.format(Math.log(ratio)))}
    </p>
  )
}

interface MapFigureProps {
  item: AnsweredItem
  evidence: Evidence
  range: Range
  color: ColorMap
  label: string
  children: ReactNode
}

/** The photo with a map over it. */
function MapFigure({ item, evidence, range, color, label, children }: MapFigureProps) {
  const { width, height } = item.state.classification
  return (
    <figure className="compare__map">
      <div className="compare__photo" style={{ '--width': width, '--height': height }}>
        {/* A browser that shows no preview of the file shows the map alone. */}
        <img className="over" src={item.url} alt="" draggable={false} />
        <EvidenceMap
          className="over compare__pixels"
          evidence={evidence}
          range={range}
          color={color}
          label={label}
        />
      </div>
      <figcaption>{children}</figcaption>
    </figure>
  )
}

interface SimilarProps {
  name: string
  similar: readonly number[]
  item: AnsweredItem
  nameOf: (index: number) => string
  onChoose: (index: number) => void
}

function Similar({ name, similar, item, nameOf, onChoose }: SimilarProps) {
  const { format } = useWords()
  const words = useWordsOf(seenWords)
  const id = useId()
  if (similar.length === 0) return null
  return (
    <section className="similar" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{words.compare.similar(name)}</h3>
      <p className="note note--fine text">{words.compare.similarNote}</p>
      <ul className="row similar__list">
        {similar.map((index) => (
          <li key={index}>
            <button type="button" className="row similar__class" onClick={() => onChoose(index)}>
              <span lang="en">{nameOf(index)}</span>{' '}
              <span className="muted number">
                {format.probability(item.state.classification.probabilities[index] ?? 0)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
