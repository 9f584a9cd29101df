/** Answers as JSON and JSON Lines. */
import { answers, bestAnswer } from '../rest.ts'
import { type AnsweredRecord, answeredRecord, type FailedRecord } from './record.ts'
import {
  type AnsweredRow,
  type ExportRow,
  type ExportSureness,
  type FailedRow,
  RANKS,
  type Rows,
} from './row.ts'

interface PageColumns {
  name: string
  version: string
}

/** A line: that of the command line, and what the page knows besides. */
export type JsonLine =
  | (AnsweredRecord & PageColumns & { groups: readonly string[]; sure: ExportSureness })
  | (FailedRecord & PageColumns)

function toLine(row: ExportRow): JsonLine {
  const { path: file, name, model, version } = row
  if ('error' in row) return { file, error: row.error, model, name, version }
  const [best, ...others] = row.predictions
  const answer = { ...row, predictions: [best, ...others.slice(0, RANKS - 1)] as const }
  return { ...answeredRecord(file, answer, model), name, version, groups: row.groups, sure: row.sure }
}

/** https://jsonlines.org: a line a photo, with all that is known of it. */
export async function* jsonLines(rows: Rows): AsyncGenerator<string, undefined> {
  for await (const row of rows) yield `${JSON.stringify(toLine(row))}\n`
}

async function* jsonArray(
  rows: Rows,
  toEntry: (row: AnsweredRow) => object,
): AsyncGenerator<string, undefined> {
  const failed = ({ error }: FailedRow) => ({ error })
  let before = '[\n'
  for await (const row of rows) {
    const entry = 'error' in row ? failed(row) : toEntry(row)
    yield before + JSON.stringify({ file: row.path, ...entry })
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

/** An array of the PyTorch tutorial's answers, each with its `file`: `class_id` and `class_name`, or an `error`. */
export function jsonBest(rows: Rows): AsyncGenerator<string, undefined> {
  return jsonArray(rows, ({ predictions: [best] }) => bestAnswer(best))
}

/** An array of the Keras tutorial's answers, each with its `file`: `predictions` and `success`, or an `error`. */
export function jsonRanked(rows: Rows): AsyncGenerator<string, undefined> {
  return jsonArray(rows, ({ predictions }) => answers(predictions.slice(0, RANKS)))
}
