/** What an export knows of a photo. */
import type { Confidence, Prediction } from '../../classifier/index.ts'

/** How sure an answer is, as the headline says it; `group` where only a group is likely, no class. */
export type ExportSureness = Confidence | 'group' | 'unrecognised'

interface RowFile {
  /** Without folders. */
  name: string
  /** From the chosen folder on, with `/` between folders; `name` alone where no folder is known. */
  path: string
  /** The variant that answered, such as `int8`; empty where nothing did. */
  model: string
  /** Of the site and its model, as `pageVersion` says it. */
  version: string
}

export interface AnsweredRow extends RowFile {
  /** By falling probability, at least one; exports take the first five. */
  predictions: readonly [Prediction, ...Prediction[]]
  /** Names of the groups above the best class, or of those that are told instead of it, the widest first. */
  groups: readonly string[]
  sure: ExportSureness
  /** Size of the upright photo, pixels. */
  width: number
  height: number
}

export interface FailedRow extends RowFile {
  /** The classifier's code, such as `not-an-image`, and the technical reason in English. */
  error: { code: string; message: string }
}

export type ExportRow = AnsweredRow | FailedRow

/** Rows may come bit by bit: an export never holds more than one. */
export type Rows = Iterable<ExportRow> | AsyncIterable<ExportRow>

/** An answer has so many predictions in an export. */
export const RANKS = 5
