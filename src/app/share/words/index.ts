import type { Language } from '../../../words/index.ts'
import { en, type TakeWords } from './en.ts'
import { ko } from './ko.ts'
import { zh } from './zh.ts'

export type { TakeWords }

export const takeWords: Readonly<Record<Language, TakeWords>> = { en, ko, zh }
