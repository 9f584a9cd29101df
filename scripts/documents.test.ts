import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const DOCUMENTS = ['SECURITY.md', 'RELIABILITY.md']

/** A test as the documents name it: its file, and a part of its title. */
const NAMED = /`([\w./-]+\.test\.tsx?)`: “([^“]+?)”(?= ·| \||\)|\.|,|$)/gm
/** A test's file, with or without a title. */
const FILE = /`([\w./-]+\.(?:ts|tsx|md))`/g
const LINK = /\]\((?!https?:)([^)#]+)/g

it.each(DOCUMENTS)('%s names tests that there are', (document) => {
  const named = [...readFileSync(document, 'utf8').matchAll(NAMED)]
  expect(named.length).toBeGreaterThan(15)
  const gone = named.filter(
    ([, file = '', title = '']) => !(existsSync(file) && readFileSync(file, 'utf8').includes(title)),
  )
  expect(gone.map(([text]) => text)).toEqual([])
})

it.each([
  ...DOCUMENTS,
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'model/README.md',
  'docs/answers.md',
])('%s leads only to files that there are', (document) => {
  const text = readFileSync(document, 'utf8')
  const paths = Array.from(text.matchAll(LINK), ([, path = '']) => join(dirname(document), path))
  expect(paths.filter((path) => !existsSync(path))).toEqual([])
})

it.each(DOCUMENTS)('%s names each title with its quotes, and no file that is gone', (document) => {
  const text = readFileSync(document, 'utf8')
  expect([...text.matchAll(NAMED)]).toHaveLength([...text.matchAll(/\.test\.tsx?`: “/g)].length)
  const files = Array.from(text.matchAll(FILE), ([, file = '']) => file).filter((file) => file.includes('/'))
  expect(files.filter((file) => !existsSync(file))).toEqual([])
})

/** Where RELIABILITY.md has its numbers from. */
const TAKEN: [source: string, numbers: string[]][] = [
  ['README.md', ['203 of 203', '0.0002', '199 of 200', '0.0087', '21 reference crops', '6.5 MB', '1.4 s']],
  ['README.md', ['0.57 of one', '442 MB at most, an empty one 109', 'Firefox ESR 153', 'WebKitGTK 2.50']],
  ['model/README.md', ['0.091']],
  ['ARCHITECTURE.md', ['254 photos', '241', 'at most 6 of 255']],
]

it.each(TAKEN)('RELIABILITY.md has the same numbers as %s', (source, numbers) => {
  const [ours = '', theirs = ''] = ['RELIABILITY.md', source].map((file) =>
    readFileSync(file, 'utf8').replaceAll(/\s+/g, ' '),
  )
  expect(numbers.filter((number) => !theirs.includes(number))).toEqual([])
  expect(numbers.filter((number) => !ours.includes(number))).toEqual([])
})
