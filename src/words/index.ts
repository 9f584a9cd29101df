/** The page's languages: which there are, and which one suits a visitor. */
import { en, type Words } from './en.ts'
import { ko } from './ko.ts'
import { zh } from './zh.ts'

export type { Words }

export type Language = 'en' | 'ko' | 'zh'

interface LanguageEntry {
  id: Language
  /** In its own script, so that whoever needs it can read it. */
  name: string
  /** BCP 47, for `<html lang>` and number formats. */
  tag: string
  words: Words
}

export const languages: readonly LanguageEntry[] = [
  { id: 'en', name: 'English', tag: 'en', words: en },
  { id: 'ko', name: '한국어', tag: 'ko', words: ko },
  { id: 'zh', name: '简体中文', tag: 'zh-Hans', words: zh },
]

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language.id === value)
}

export function languageEntry(id: Language): LanguageEntry {
  return (
    languages.find((language) => language.id === id) ?? { id: 'en', name: 'English', tag: 'en', words: en }
  )
}

/** The first of the visitor's preferred languages (BCP 47, best first) that the page speaks, else English. */
export function preferredLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0]
    if (isLanguage(primary)) return primary
  }
  return 'en'
}
