/** The page's language for the components: words, number formats, and the tag for `lang`. */
import { createContext, use } from 'react'
import { createFormat, type Format } from '../words/format.ts'
import { type Language, languageEntry, type Words } from '../words/index.ts'

export interface LanguagePack {
  language: Language
  tag: string
  words: Words
  format: Format
}

export function languagePack(language: Language): LanguagePack {
  const { tag, words } = languageEntry(language)
  return { language, tag, words, format: createFormat(tag, words) }
}

export const WordsContext = createContext<LanguagePack>(languagePack('en'))

export function useWords(): LanguagePack {
  return use(WordsContext)
}

/** The words of a part of the page that has a table of its own. */
export function useWordsOf<W>(table: Readonly<Record<Language, W>>): W {
  return table[useWords().language]
}
