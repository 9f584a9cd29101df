/** Rows for tests of the exports, plain and nasty ones. */
import fc from 'fast-check'
import type { AnsweredRow, ExportRow, ExportSureness, FailedRow } from '../row.ts'

const nameOf = (path: string) => path.split('/').at(-1) ?? path

export const answeredRow = (path: string, change: Partial<AnsweredRow> = {}): AnsweredRow => ({
  ...{ name: nameOf(path), path, model: 'int8', version: '0.1.0' },
  predictions: [
    { index: 285, classId: 'n02124075', className: 'Egyptian_cat', probability: 0.9758 },
    { index: 281, classId: 'n02123045', className: 'tabby', probability: 0.0151 },
  ],
  ...{ groups: ['animal', 'carnivore', 'cat'], sure: 'certain', width: 440, height: 346 },
  ...change,
})

export const failedRow = (path: string): FailedRow => ({
  ...{ name: nameOf(path), path, model: 'int8', version: '0.1.0' },
  error: { code: 'not-an-image', message: 'It is "text",\nnot an image.' },
})

export const NASTY_NAMES = [
  "=cmd|' /C calc'!A0.jpg",
  '+1.jpg',
  '-1.jpg',
  '@SUM(1).jpg',
  '"quoted", and more.jpg',
  'two\nlines.jpg',
  'two\r\nlines.jpg',
  '\ttab.jpg',
  "'=twice.jpg",
  '🐈‍⬛ 고양이 猫.jpg',
  '&<>"\'.jpg',
  ']]>.jpg',
  'ends with a dot.',
  ' spaces ',
  '..',
  'C:\\evil.jpg',
]

const text = fc.oneof(
  fc.constantFrom(...NASTY_NAMES),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

const prediction = fc.record({
  index: fc.nat(999),
  classId: fc.nat(99_999_999).map((number) => `n${String(number).padStart(8, '0')}`),
  className: text,
  probability: fc.double({ min: 0, max: 1, noNaN: true }).map((number) => number + 0), // no -0
})

const SURENESS: ExportSureness[] = ['certain', 'likely', 'guess', 'group', 'unrecognised']

const size = fc.integer({ min: 1, max: 20_000 })

export const anyAnswered: fc.Arbitrary<AnsweredRow> = fc
  .record({
    ...{ name: text, path: text, model: text, version: text },
    predictions: fc.tuple(prediction, fc.array(prediction, { maxLength: 7 })),
    ...{ groups: fc.array(text, { maxLength: 4 }), sure: fc.constantFrom(...SURENESS) },
    ...{ width: size, height: size },
  })
  .map(({ predictions: [best, others], ...row }) => ({ ...row, predictions: [best, ...others] }))

export const anyRow: fc.Arbitrary<ExportRow> = fc.oneof(
  { weight: 4, arbitrary: anyAnswered },
  fc.record({
    ...{ name: text, path: text, model: text, version: text },
    error: fc.record({ code: fc.constantFrom('not-an-image', 'damaged-image'), message: text }),
  }),
)

export async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let all = ''
  for await (const chunk of chunks) all += chunk
  return all
}
