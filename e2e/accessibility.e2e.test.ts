import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { en } from '../src/words/en.ts'
import { faults } from './axe.ts'
import { test } from './fixtures.ts'
import { answered, choose, heading } from './page.ts'
import { picture } from './pictures.ts'

const photo = picture('waves.png')

const STATES: [state: string, reach: (page: Page) => Promise<void>][] = [
  ['empty', async () => {}],
  [
    'done',
    async (page) => {
      await choose(page, photo)
      await answered(page, photo)
    },
  ],
  [
    'failed',
    async (page) => {
      await choose(page, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Not an image.') })
      await heading(page, en.problem.texts['not-an-image'].title).waitFor()
    },
  ],
]

test.for(STATES)('the page, %s, is for all: axe-core, dark, a phone', async ([, reach], { readyPage }) => {
  const page = await readyPage()
  await reach(page)
  expect(await faults(page)).toEqual([])
})

test('so is the model that is missing', async ({ serve, open }) => {
  const { page } = await open((await serve({ overlays: { 'model/': null } })).url)
  await heading(page, en.problem.texts['model-missing'].title).waitFor()
  expect(await faults(page)).toEqual([])
})
