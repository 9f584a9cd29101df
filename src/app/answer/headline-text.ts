/** The headline in words. Names of classes and groups are English in every language, so they stand apart. */
import { CAT, DOG, type Headline, type Hierarchy, isWithin, type Prediction } from '../../classifier/index.ts'
import { displayName } from '../../words/format.ts'
import type { LanguagePack } from '../language-pack.ts'

/** A piece of a sentence: an English name, or words of the page's language. */
export type Piece = { name: string } | { words: string }

export interface HeadlineText {
  /** In large type. */
  title: Piece
  /** What the title's class is, where its name alone misleads: a `bird`. English. */
  hint: string | undefined
  /** What is uncertain, or why there is no answer. */
  note: string | undefined
  /** How sure the answer is, and what else it may be. */
  detail: Piece[]
}

/** A class's name and, where that misleads, what it is: `crane (bird)`. */
export function fullName(
  { index, className }: Pick<Prediction, 'index' | 'className'>,
  hierarchy: Hierarchy | null,
): string {
  const name = displayName(className)
  const hint = hierarchy?.hints.get(index)
  return hint === undefined ? name : `${name} (${hint})`
}

/** @param best the first of the predictions */
export function headlineText(
  headline: Headline,
  best: Prediction,
  hierarchy: Hierarchy | null,
  { words, format }: LanguagePack,
): HeadlineText {
  const { answer } = words
  const told = headline.kind === 'group' ? hierarchy?.groups[headline.group] : undefined
  if (headline.kind === 'group' && hierarchy && told) {
    const pet = [DOG, CAT].some((id) => isWithin(hierarchy, headline.group, id))
    return {
      title: { name: answer.group(told.name, told.mass) },
      hint: undefined,
      note: pet ? answer.breedUncertain : answer.kindUncertain,
      detail: [
        { name: told.name },
        { words: ` ${format.probability(headline.probability)}${answer.bestGuess}` },
        { name: fullName(best, hierarchy) },
        { words: ` ${format.probability(headline.bestProbability)}` },
      ],
    }
  }
  if (headline.kind === 'class') {
    return {
      title: { name: displayName(best.className) },
      hint: hierarchy?.hints.get(headline.index),
      note: undefined,
      detail: [
        {
          words: answer.sure(
            format.probability(headline.probability),
            answer.confidence[headline.confidence],
          ),
        },
      ],
    }
  }
  const [before, after] = answer.nearest(format.probability(headline.bestProbability))
  return {
    title: { words: answer.unrecognised },
    hint: undefined,
    note: answer.unrecognisedReason,
    detail: [{ words: before }, { name: fullName(best, hierarchy) }, { words: after }],
  }
}

export const textOf = (piece: Piece) => ('name' in piece ? piece.name : piece.words)

/** The headline as a sentence for a screen reader. */
export function spokenHeadline({ title, hint, note, detail }: HeadlineText, { words }: LanguagePack): string {
  const rest = detail.map(textOf).join('')
  if ('words' in title) return words.announce.none(rest)
  const name = hint === undefined ? title.name : `${title.name} (${hint})`
  return words.announce.done([name, ...(note === undefined ? [] : [note]), rest].join(', '))
}
