/** The words of the tools on the photo, apart from the page's own so that the first view stays small. */
import type { Language } from '../../../words/index.ts'
import { en, type SeenWords } from './en.ts'
import { ko } from './ko.ts'
import { zh } from './zh.ts'

export type { SeenWords }

export const seenWords: Readonly<Record<Language, SeenWords>> = { en, ko, zh }
