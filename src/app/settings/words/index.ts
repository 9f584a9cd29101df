import type { Language } from '../../../words/index.ts'
import { en, type SettingsWords } from './en.ts'
import { ko } from './ko.ts'
import { zh } from './zh.ts'

export type { SettingsWords }

export const settingsWords: Readonly<Record<Language, SettingsWords>> = { en, ko, zh }
