/** What a tile says of its photo. */
import type { Hierarchy } from '../../classifier/index.ts'
import type { Item } from '../../photos/item.ts'
import { displayName } from '../../words/format.ts'
import { headlineText, textOf } from '../answer/headline-text.ts'
import type { LanguagePack } from '../language-pack.ts'
import type { GridWords } from './words/index.ts'

export interface TileText {
  /** A name is English in every language. */
  title: { text: string; english: boolean }
  /** How sure that is. */
  detail: string | undefined
}

/** As in large type over the photo itself, in short. */
export function tileText(
  { brief }: Item,
  hierarchy: Hierarchy | null,
  pack: LanguagePack,
  words: GridWords['tile'],
): TileText {
  const plain = (text: string, detail?: string): TileText => ({ title: { text, english: false }, detail })
  if (brief.status === 'failed') return plain(pack.words.problem.texts[brief.problem.code].title)
  if (brief.status !== 'answered') return plain(words[brief.status])
  const { headline, predictions } = brief.answer
  const [best] = predictions
  if (!best) return plain(words.unrecognised)
  if (headline.kind === 'unrecognised')
    return plain(
      words.unrecognised,
      `${displayName(best.className)} ${pack.format.probability(best.probability)}`,
    )
  const { title } = headlineText(headline, best, hierarchy, pack)
  return {
    title: { text: textOf(title), english: 'name' in title },
    detail: pack.format.probability(headline.probability),
  }
}
