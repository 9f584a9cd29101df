import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { en } from '../src/words/en.ts'
import { findings } from './axe.ts'
import { test } from './fixtures.ts'
import { answered, choose, heading, ready } from './page.ts'
import { picture } from './pictures.ts'

const photo = picture('waves.png')

const STATES: [state: string, reach: (page: Page) => Promise<void>][] = [
  ['empty', ready],
  [
    'done',
    async (page) => {
      await ready(page)
      await choose(page, photo)
      await answered(page, photo)
    },
  ],
  [
    'failed',
    async (page) => {
      await ready(page)
      await choose(page, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Not an image.') })
      await heading(page, en.problem.texts['not-an-image'].title).waitFor()
    },
  ],
]

describe.for(STATES)('the page, %s,', ([, reach]) => {
  test.for(['light', 'dark'] as const)(
    'has no findings of axe-core in %s',
    async (colorScheme, { serve, open }) => {
      const { page } = await open((await serve()).url, { colorScheme, reducedMotion: 'reduce' })
      await reach(page)
      expect(await findings(page)).toEqual([])
    },
  )

  test('does not scroll sideways on a phone of 390 pixels', async ({ serve, open }) => {
    const { page } = await open((await serve()).url, {
      viewport: { width: 390, height: 844 },
      isMobile: true,
    })
    await reach(page)
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(390)
  })
})

test('the model that is missing has no findings of axe-core', async ({ serve, open }) => {
  const { page } = await open((await serve({ overlays: { 'model/': null } })).url)
  await heading(page, en.problem.texts['model-missing'].title).waitFor()
  expect(await findings(page)).toEqual([])
})
