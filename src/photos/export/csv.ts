/** A table after RFC 4180, in the dialect of all tables here: commas, CRLF, UTF-8 without a mark. */
import { type ExportRow, RANKS, type Rows } from './row.ts'

/**
 * A cell. Spreadsheets compute what begins like a formula, whoever has named the file: an apostrophe makes it a text, and
 * of several apostrophes before it the first is always ours.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(value: string | number): string {
  const text =
    typeof value === 'string' && /^'*[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A row with its line end. */
export const csvRow = (cells: readonly (string | number)[]) => `${cells.map(csvCell).join(',')}\r\n`

const LOWER_RANKS = Array.from({ length: RANKS - 1 }, (_, index) => index + 2)

/** `file` is the path, as in the tables of the command line; the group is that right above the best class. */
export const CSV_COLUMNS: readonly string[] = [
  ...['file', 'name', 'class_id', 'class_name', 'probability', 'group', 'sure', 'width', 'height', 'error'],
  ...['model', 'version'],
  ...LOWER_RANKS.flatMap((rank) => [`class_id_${rank}`, `class_name_${rank}`, `probability_${rank}`]),
]

function toCells(row: ExportRow): (string | number)[] {
  const { path, name, model, version } = row
  if ('error' in row) {
    const empty = LOWER_RANKS.flatMap(() => ['', '', ''])
    return [path, name, '', '', '', '', '', '', '', row.error.code, model, version, ...empty]
  }
  const { predictions, groups, sure, width, height } = row
  const [best] = predictions
  const lower = LOWER_RANKS.flatMap((rank) => {
    const prediction = predictions[rank - 1]
    return prediction ? [prediction.classId, prediction.className, prediction.probability] : ['', '', '']
  })
  const answer = [best.classId, best.className, best.probability, groups.at(-1) ?? '', sure]
  return [path, name, ...answer, width, height, '', model, version, ...lower]
}

/** The head, then a row a photo. */
export async function* csv(rows: Rows): AsyncGenerator<string, undefined> {
  yield csvRow(CSV_COLUMNS)
  for await (const row of rows) yield csvRow(toCells(row))
}
