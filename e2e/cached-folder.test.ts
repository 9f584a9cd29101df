import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cachedFolder, type Recipe } from './cached-folder.ts'

const NAME = 'test-of-the-cache'

let source: string
let made: number

beforeEach(async () => {
  source = await mkdtemp(join(tmpdir(), 'ingredients-'))
  await writeFile(join(source, 'flour'), 'white')
  made = 0
})

afterEach(async () => {
  await rm(source, { recursive: true })
  await rm(resolve('.cache/e2e', NAME), { recursive: true, force: true })
})

const bake = (more: Partial<Recipe> = {}) =>
  cachedFolder({
    name: NAME,
    ingredients: [source],
    make: async (folder) => {
      made++
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'cake'), await readFile(join(source, 'flour')))
    },
    ...more,
  })

test('what is there is not made again, until a byte or a name of its ingredients or its recipe changes', async () => {
  const first = await bake()
  expect(await bake()).toBe(first)
  expect(made).toBe(1)
  await writeFile(join(source, 'flour'), 'brown')
  const second = await bake()
  expect(await readFile(join(second, 'cake'), 'utf8')).toBe('brown')
  await writeFile(join(source, 'sugar'), '')
  await bake()
  await bake({ recipe: 'with sugar' })
  expect(made).toBe(4)
})

test('one that could not be made whole is not taken for one', async () => {
  const fails = bake({
    make: async (folder) => {
      await mkdir(folder, { recursive: true })
      throw new Error('The oven is cold.')
    },
  })
  await expect(fails).rejects.toThrow('The oven is cold.')
  expect(await readFile(join(await bake(), 'cake'), 'utf8')).toBe('white')
})

test('two that make it at once get the same, whole', async () => {
  const [a, b] = await Promise.all([bake(), bake()])
  expect(a).toBe(b)
  expect(await readFile(join(a, 'cake'), 'utf8')).toBe('white')
})
