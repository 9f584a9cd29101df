/** The privacy panel's words, apart from the page's own so that the first view stays small. */
import type { Language } from '../../../words/index.ts'
import { en, type PrivacyWords } from './en.ts'
import { ko } from './ko.ts'
import { zh } from './zh.ts'

export type { PrivacyWords }

export const privacyWords: Readonly<Record<Language, PrivacyWords>> = { en, ko, zh }
