import type { Language } from '../../../words/index.ts'
import { en, type TimingsWords } from './en.ts'
import { ko } from './ko.ts'
import { zh } from './zh.ts'

export type { TimingsWords }

export const timingsWords: Readonly<Record<Language, TimingsWords>> = { en, ko, zh }
