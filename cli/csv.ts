/** Answers as a table, in the dialect of the page's. */
import { csvRow } from '../src/photos/export/csv.ts'
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

export const CSV_HEAD = csvRow(COLUMNS)

export function toCsv(record: PhotoRecord): string {
  const { file, model } = record
  if ('error' in record) return csvRow([file, '', '', '', '', '', record.error.code, model])
  const { class_id, class_name, probability, width, height } = record
  return csvRow([file, class_id, class_name, probability, width, height, '', model])
}
