/** Words of the views by groups, apart from the page's own so that the first view stays small. */
import type { Language } from '../../../words/index.ts'
import { en, type GroupWords } from './en.ts'
import { ko } from './ko.ts'
import { zh } from './zh.ts'

export type { GroupWords }

export const groupWords: Readonly<Record<Language, GroupWords>> = { en, ko, zh }
