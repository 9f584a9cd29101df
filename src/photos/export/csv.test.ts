import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CSV_COLUMNS, csv, csvCell } from './csv.ts'
import type { ExportRow } from './row.ts'
import { answeredRow, anyRow, failedRow, NASTY_NAMES, textOf } from './test/rows.ts'

test.each([
  ['plain.jpg', 'plain.jpg'],
  ['a,b.jpg', '"a,b.jpg"'],
  ['a "b".jpg', '"a ""b"".jpg"'],
  ['a\nb.jpg', '"a\nb.jpg"'],
  ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
  ['+1', "'+1"],
  ['-1.jpg', "'-1.jpg"],
  ['@a', "'@a"],
  ['\ta', "'\ta"],
  ['\ra', '"\'\ra"'],
  ['\na', '"\'\na"'],
  ['＝1', "'＝1"],
  ["'tis.jpg", "'tis.jpg"],
  ["'=1", "''=1"],
  ['a=b', 'a=b'],
  [-1.5, '-1.5'],
])('%j is the cell %j', (value, cell) => {
  expect(csvCell(value)).toBe(cell)
})

/** What a person sees in a spreadsheet: the apostrophe that made a text of a formula is taken off. */
const seen = (cell: string) => (/^'+[=+\-@\t\r\n＝＋－＠]/.test(cell) ? cell.slice(1) : cell)

async function readBack(rows: readonly ExportRow[]): Promise<Record<string, string>[]> {
  const records: Record<string, string>[] = parse(await textOf(csv(rows)), { columns: true })
  return records.map((record) =>
    Object.fromEntries(Object.entries(record).map(([column, cell]) => [column, seen(cell)])),
  )
}

/** What the table is to have of a row, written down a second time. */
function expected(row: ExportRow): Record<string, string> {
  const empty = Object.fromEntries(CSV_COLUMNS.map((column) => [column, '']))
  const { path: file, name, model, version } = row
  if ('error' in row) return { ...empty, file, name, model, version, error: row.error.code }
  const ranked = row.predictions.slice(0, 5).map(({ classId, className, probability }, index) => {
    const ending = index === 0 ? '' : `_${index + 1}`
    return {
      [`class_id${ending}`]: classId,
      [`class_name${ending}`]: className,
      [`probability${ending}`]: String(probability),
    }
  })
  const size = { width: String(row.width), height: String(row.height) }
  const group = row.groups.at(-1) ?? ''
  return Object.assign({ ...empty, file, name, model, version, ...size, group, sure: row.sure }, ...ranked)
}

test('a table has all columns of an answer, and of a failure its code', async () => {
  const text = await textOf(csv([answeredRow('a/cat.jpg'), failedRow('letter.txt')]))
  expect(text.split('\r\n')).toEqual([
    'file,name,class_id,class_name,probability,group,sure,width,height,error,model,version,class_id_2,class_name_2,probability_2,class_id_3,class_name_3,probability_3,class_id_4,class_name_4,probability_4,class_id_5,class_name_5,probability_5',
    'a/cat.jpg,cat.jpg,n02124075,Egyptian_cat,0.9758,cat,certain,440,346,,int8,0.1.0,n02123045,tabby,0.0151,,,,,,,,,',
    'letter.txt,letter.txt,,,,,,,,not-an-image,int8,0.1.0,,,,,,,,,,,,',
    '',
  ])
})

test.each(NASTY_NAMES)('%j comes back from the table', async (name) => {
  const row = answeredRow(name)
  expect(await readBack([row])).toEqual([expected(row)])
})

test('all comes back from the table, value by value', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { maxLength: 5 }), async (rows) => {
      expect(await readBack(rows)).toEqual(rows.map(expected))
    }),
  )
})

test('no cell of a text begins like a formula', async () => {
  await fc.assert(
    fc.asyncProperty(anyRow, async (row) => {
      const cells: string[][] = parse(await textOf(csv([row])))
      for (const cell of cells.flat())
        expect(Number.isFinite(Number(cell)) || !/^[=+\-@\t\r\n]/.test(cell)).toBe(true)
    }),
  )
})
