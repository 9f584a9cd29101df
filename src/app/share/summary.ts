/** An answer in the words of the page's language, for text and picture. Names of classes stay English. */
import { type Hierarchy, headline } from '../../classifier/index.ts'
import type { AnsweredItem } from '../../photos/item.ts'
import { displayName } from '../../words/format.ts'
import { headlineText, textOf } from '../answer/headline-text.ts'
import type { LanguagePack } from '../language-pack.ts'
import { photoName } from '../photo/photo-name.ts'
import { credit, sampleOf } from '../samples/list.ts'
import type { TakeWords } from './words/en.ts'

export interface Summary {
  title: string
  /** What is uncertain, and how sure the answer is. */
  lines: string[]
  /** The best classes, best first. */
  rows: { name: string; classId: string; share: number; probability: string }[]
  /** The photo, what answered, and when. */
  footer: string
}

/** Answers beyond these are no news. */
const ROWS = 5

export function summarize(
  item: AnsweredItem,
  hierarchy: Hierarchy | null,
  pack: LanguagePack,
  words: TakeWords,
  date: Date,
): Summary {
  const { predictions, probabilities, model } = item.state.classification
  const best = predictions[0]
  const text = best && headlineText(headline(probabilities, hierarchy), best, hierarchy, pack)
  const name = text ? textOf(text.title) : ''
  const sample = sampleOf(item)
  return {
    title: text?.hint === undefined ? name : `${name} (${text.hint})`,
    lines: text ? [text.note, text.detail.map(textOf).join('')].filter((line) => line !== undefined) : [],
    rows: predictions.slice(0, ROWS).map(({ className, classId, probability }) => ({
      name: displayName(className),
      classId,
      share: probability,
      probability: pack.format.probability(probability),
    })),
    footer: words.footer(
      sample ? credit(sample) : photoName(item, pack.words),
      `DenseNet-121 (${model})`,
      new Intl.DateTimeFormat(pack.tag, { dateStyle: 'long' }).format(date),
    ),
  }
}

/** As plain text, for a message or a note. */
export function summaryText({ title, lines, rows, footer }: Summary): string {
  const list = rows.map(
    ({ name, classId, probability }, i) => `${i + 1}. ${name} (${classId}): ${probability}`,
  )
  return [title, ...lines, '', ...list, '', footer].join('\n')
}

/** What a file of the answer is called, without its ending. */
export function fileName({ rows }: Summary): string {
  return (rows[0]?.name ?? 'answer').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
}
