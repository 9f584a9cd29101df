/** Words of the grid, apart from the page's own so that the first view stays small. */
import type { Language } from '../../../words/index.ts'
import { en, type GridWords } from './en.ts'
import { ko } from './ko.ts'
import { zh } from './zh.ts'

export type { GridWords }

export const gridWords: Readonly<Record<Language, GridWords>> = { en, ko, zh }
