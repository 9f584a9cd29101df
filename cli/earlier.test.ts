import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readEarlier } from './earlier.ts'
import { type PhotoRecord, toRecord } from './record.ts'
import { UsageError } from './usage-error.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earlier-'))
  file = join(folder, 'out.jsonl')
})

afterEach(() => rm(folder, { recursive: true }))

const line = (name: string) =>
  `${JSON.stringify(toRecord(name, { error: { code: 'not-an-image', message: 'no' } }, 'm'))}\n`

async function read(model = 'm') {
  const records: PhotoRecord[] = []
  const names = await readEarlier(file, model, async (record) => void records.push(record))
  return { names: [...names], records }
}

test('where there is no file nothing is answered', async () => {
  expect(await read()).toEqual({ names: [], records: [] })
})

test('whole lines are answered', async () => {
  await writeFile(file, line('a') + line('Küche\n'))
  const { names, records } = await read()
  expect(names).toEqual(['a', 'Küche\n'])
  expect(records).toHaveLength(2)
  expect(await readFile(file, 'utf8')).toBe(line('a') + line('Küche\n'))
})

test('a line that is torn, wherever, is cut off, and the next one begins there', async () => {
  const torn = Buffer.from(line('ü'))
  for (let length = 0; length < torn.length; length += 9) {
    await writeFile(file, Buffer.concat([Buffer.from(line('a')), torn.subarray(0, length)]))
    expect((await read()).names).toEqual(['a'])
    expect(await readFile(file, 'utf8')).toBe(line('a'))
    await writeFile(file, torn.subarray(0, length))
    expect((await read()).names).toEqual([])
    expect(await readFile(file, 'utf8')).toBe('')
  }
})

test('lines beyond what is read at once', async () => {
  const names = Array.from({ length: 3000 }, (_, i) => `photo ${i}`)
  await writeFile(file, names.map(line).join(''))
  expect((await read()).names).toEqual(names)
})

test.each([
  ['another text', 'Dear diary,\n'],
  ['another text without a line end', 'Dear diary'],
  ['other JSON', '{"a":1}\n'],
  ['a list', '[]\n'],
  ['something in between', `${line('a')}\n${line('b')}`],
])('%s is refused and stays', async (_, text) => {
  await writeFile(file, text)
  await expect(read()).rejects.toThrow(UsageError)
  expect(await readFile(file, 'utf8')).toBe(text)
})

test('answers of another model are refused and stay', async () => {
  await writeFile(file, `${line('a')}{"fi`)
  await expect(read('other')).rejects.toThrow(/answers of m, not of other/)
  expect(await readFile(file, 'utf8')).toBe(`${line('a')}{"fi`)
})
