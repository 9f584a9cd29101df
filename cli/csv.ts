/** Answers as a table, after RFC 4180. */
import type { PhotoRecord } from './record.ts'

const COLUMNS = [
  'file',
  'class_id',
  'class_name',
  'probability',
  'width',
  'height',
  'error',
  'model',
] as const

/**
 * A cell. Spreadsheets compute what begins like a formula, whoever has named the file: an apostrophe makes it a text.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const csvRow = (cells: readonly (string | number)[]) => `${cells.map(csvCell).join(',')}\r\n`

export const CSV_HEAD = csvRow(COLUMNS)

export function toCsv(record: PhotoRecord): string {
  const { file, model } = record
  if ('error' in record) return csvRow([file, '', '', '', '', '', record.error.code, model])
  const { class_id, class_name, probability, width, height } = record
  return csvRow([file, class_id, class_name, probability, width, height, '', model])
}
