import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonBest, jsonLines, jsonRanked } from './json.ts'
import { fileList } from './list.ts'
import type { ExportRow } from './row.ts'
import { byteStream } from './stream.ts'
import { answeredRow, anyRow, failedRow, NASTY_NAMES, textOf } from './test/rows.ts'

const rows = [answeredRow('a/cat.jpg'), failedRow('letter.txt')]
const parsed = async (chunks: AsyncIterable<string>): Promise<unknown> => JSON.parse(await textOf(chunks))

async function parsedLines(given: readonly ExportRow[]): Promise<unknown[]> {
  const lines = (await textOf(jsonLines(given))).split('\n')
  expect(lines.pop()).toBe('')
  return lines.map((line): unknown => JSON.parse(line))
}

describe('JSON Lines', () => {
  test('have the command line’s records, and what the page knows besides', async () => {
    const [answered, failed] = await parsedLines(rows)
    const cat = { class_id: 'n02124075', class_name: 'Egyptian_cat', probability: 0.9758 }
    const tabby = { class_id: 'n02123045', class_name: 'tabby', probability: 0.0151 }
    expect(answered).toEqual({
      ...{ file: 'a/cat.jpg', ...cat, predictions: [cat, tabby], width: 440, height: 346, model: 'int8' },
      ...{ name: 'cat.jpg', version: '0.1.0', groups: ['animal', 'carnivore', 'cat'], sure: 'certain' },
    })
    const error = { code: 'not-an-image', message: 'It is "text",\nnot an image.' }
    expect(failed).toEqual({
      ...{ file: 'letter.txt', error, model: 'int8', name: 'letter.txt', version: '0.1.0' },
    })
  })

  test('give back what a row has, value by value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 5 }), async (given) => {
        expect(await parsedLines(given)).toEqual(
          given.map((row) => {
            const { path: file, name, model, version } = row
            if ('error' in row) return { file, name, model, version, error: row.error }
            const predictions = row.predictions.slice(0, 5).map(({ classId, className, probability }) => ({
              ...{ class_id: classId, class_name: className, probability },
            }))
            const { groups, sure, width, height } = row
            return {
              ...{ file, name, model, version, groups, sure, width, height },
              predictions,
              ...predictions[0],
            }
          }),
        )
      }),
    )
  })
})

describe('JSON', () => {
  const error = { file: 'letter.txt', error: failedRow('').error }

  test('of the best classes has the PyTorch tutorial’s form', async () => {
    const best = { file: 'a/cat.jpg', class_id: 'n02124075', class_name: 'Egyptian_cat' }
    expect(await parsed(jsonBest(rows))).toEqual([best, error])
  })

  test('of several classes has the Keras tutorial’s form', async () => {
    const predictions = [
      { label: 'Egyptian_cat', probability: 0.9758 },
      { label: 'tabby', probability: 0.0151 },
    ]
    expect(await parsed(jsonRanked(rows))).toEqual([{ file: 'a/cat.jpg', predictions, success: true }, error])
  })

  test('has five classes at most', async () => {
    const [prediction] = answeredRow('').predictions
    const many = answeredRow('a', {
      predictions: [prediction, ...Array.from({ length: 9 }, () => prediction)],
    })
    expect(await parsed(jsonRanked([many]))).toMatchObject([{ predictions: { length: 5 } }])
  })

  test('of no photo is an empty array', async () => {
    expect(await parsed(jsonBest([]))).toEqual([])
  })

  test.each(NASTY_NAMES)('gives %j back', async (name) => {
    expect(await parsed(jsonBest([answeredRow(name)]))).toMatchObject([{ file: name }])
  })
})

test('a list has a path a line, whatever the names', async () => {
  const paths = ['a/b.jpg', ...NASTY_NAMES]
  const lines = (await textOf(fileList(paths.map((path) => answeredRow(path))))).split('\n')
  expect(lines).toEqual([...paths.map((path) => path.replaceAll(/\r\n|\n/g, ' ')), ''])
})

describe('a stream of bytes', () => {
  test('has the text as UTF-8', async () => {
    expect(await new Response(byteStream(fileList([answeredRow('🐈.jpg')]))).text()).toBe('🐈.jpg\n')
  })

  test('pulls a row when it is wanted, and ends the rows when it is cancelled', async () => {
    let pulled = 0
    let ended = false
    async function* endless() {
      try {
        for (;;) {
          pulled += 1
          yield answeredRow('a')
        }
      } finally {
        ended = true
      }
    }
    const reader = byteStream(jsonLines(endless())).getReader()
    await reader.read()
    expect(pulled).toBeLessThan(4)
    await reader.cancel()
    expect(ended).toBe(true)
  })
})
