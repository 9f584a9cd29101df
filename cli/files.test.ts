import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { filesInFolder, filesOfList, isInShard, readList } from './files.ts'
import { UsageError } from './usage-error.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'))
})

afterEach(() => rm(folder, { recursive: true }))

async function* noInput(): AsyncGenerator<Uint8Array> {}

describe('a folder', () => {
  test('gives the files of all its folders, sorted, with / in their names, and no hidden ones', async () => {
    for (const name of ['b', 'b/c', '.cache']) await mkdir(join(folder, name))
    for (const name of ['b/c/z.jpg', 'b/10.jpg', 'b/9.jpg', 'a.jpg', 'Z.jpg', '.x', '.cache/y'])
      await writeFile(join(folder, name), '')
    const files = await filesInFolder(folder)
    expect(files.map(({ name }) => name)).toEqual(['Z.jpg', 'a.jpg', 'b/10.jpg', 'b/9.jpg', 'b/c/z.jpg'])
    expect(files[4]?.path).toBe(join(folder, 'b', 'c', 'z.jpg'))
  })

  test('with a link to itself ends', async () => {
    await symlink(folder, join(folder, 'again'), 'junction')
    expect((await filesInFolder(folder)).map(({ name }) => name)).toEqual(['again'])
  })

  test('that is not there is said', async () => {
    await expect(filesInFolder(join(folder, 'none'))).rejects.toThrow(UsageError)
  })
})

describe('a list', () => {
  const names = (text: string) => filesOfList(text).map(({ name }) => name)

  test('has a name a line, each once', () => {
    expect(names('b.jpg\na b.jpg\r\n\nb.jpg')).toEqual(['b.jpg', 'a b.jpg'])
    expect(names('')).toEqual([])
  })

  test('may have NULs between names that have line ends', () => {
    expect(names('a\nb.jpg\0c.jpg\0')).toEqual(['a\nb.jpg', 'c.jpg'])
  })

  test('comes from the standard input, wherever that is cut', async () => {
    const bytes = new TextEncoder().encode('Küche.jpg\n')
    async function* input() {
      yield bytes.subarray(0, 2)
      yield bytes.subarray(2)
    }
    expect(await readList('-', input())).toBe('Küche.jpg\n')
  })

  test('comes from a file', async () => {
    await writeFile(join(folder, 'list'), 'a.jpg\n')
    expect(await readList(join(folder, 'list'), noInput())).toBe('a.jpg\n')
    await expect(readList(join(folder, 'none'), noInput())).rejects.toThrow(UsageError)
  })
})

describe('shards', () => {
  test('have each file in exactly one of them, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 20 }), (names, count) => {
        for (const name of names) {
          const numbers = Array.from({ length: count }, (_, i) => i + 1)
          expect(numbers.filter((number) => isInShard(name, { number, count }))).toHaveLength(1)
        }
      }),
    )
  })

  test('are of about the same size', () => {
    const names = Array.from({ length: 4000 }, (_, i) => `photo-${i}.jpg`)
    for (const number of [1, 2, 3, 4]) {
      const size = names.filter((name) => isInShard(name, { number, count: 4 })).length
      expect(Math.abs(size - 1000)).toBeLessThan(120)
    }
  })
})
