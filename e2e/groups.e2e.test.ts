import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { en as groupWords } from '../src/app/groups/words/en.ts'
import { en } from '../src/words/en.ts'
import { faults } from './axe.ts'
import { test } from './fixtures.ts'
import { announcement, answered, answerLines, bestAnswer, choose, heading } from './page.ts'
import { picture, seedPhoto, type Upload, withoutSeedPhotos } from './pictures.ts'

const CHECK_PHOTOS = fileURLToPath(new URL('../../shared/images/check', import.meta.url))

/** One of the photos that nothing was tuned on. */
const checkPhoto = (name: string): Upload => ({
  name,
  mimeType: 'image/jpeg',
  buffer: readFileSync(`${CHECK_PHOTOS}/${name}`),
})

const withoutPhotos = withoutSeedPhotos() || !existsSync(CHECK_PHOTOS)

async function ask(page: Page, photo: Upload): Promise<void> {
  await choose(page, photo)
  await answered(page, photo)
}

const tree = (page: Page, name: string) => page.getByRole('tree', { name })
const rows = (page: Page, name: string) => tree(page, name).getByRole('treeitem')
const openTab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')

describe.skipIf(withoutPhotos)('headlines (skipped without the real model and ../shared/images)', () => {
  test('say how sure a class is', async ({ readyPage }) => {
    const page = await readyPage('real')
    await ask(page, seedPhoto('sample_file.jpeg'))
    await page
      .getByText(/97\.\d\s%, almost certain/)
      .first()
      .waitFor()
    await ask(page, seedPhoto('cat_image.jpg'))
    await page
      .getByText(/6\d\.\d\s%, likely/)
      .first()
      .waitFor()
    expect(await bestAnswer(page).textContent()).toBe('tabby')
  })

  test('tell the group when no class is likely', async ({ readyPage }) => {
    const page = await readyPage('real')
    await ask(page, checkPhoto('n02091635_otterhound.JPEG'))
    expect(await bestAnswer(page).textContent()).toBe('A hunting dog')
    await page.getByText(en.answer.breedUncertain, { exact: true }).waitFor()
    expect(await announcement(page).textContent()).toMatch(
      /^Best answer: A hunting dog, breed uncertain, hunting dog 8\d\.\d\s%, best guess otterhound \d\d\.\d\s%\.$/,
    )
  })

  test('say when nothing fits, and lead to all that the network knows', async ({ readyPage }) => {
    const page = await readyPage('real')
    await ask(page, checkPhoto('n04597913_wooden_spoon.JPEG'))
    await heading(page, en.answer.unrecognised).waitFor()
    await page.getByRole('button', { name: en.answer.known }).click()
    await page.getByRole('searchbox').fill('wooden spoon')
    await page.getByText(groupWords.known.found('1')).waitFor()
    await rows(page, groupWords.known.tree).filter({ hasText: 'wooden spoon' }).waitFor()
  })
})

describe.skipIf(withoutPhotos)('cat or dog (skipped without the real model and ../shared/images)', () => {
  test.for([
    ['cat_image.jpg', /^This image is 99\.9\d percent cat and 0\.0\d percent dog\.$/],
    ['dog_test1.jpg', /^This image is 0\.00 percent cat and 100\.00 percent dog\.$/],
  ] as const)("the tutorial's %s", async ([file, sentence], { readyPage }) => {
    const page = await readyPage('real')
    await ask(page, seedPhoto(file))
    await openTab(page, en.views.catOrDog)
    await page.getByText(sentence).waitFor()
  })

  test('is neither for a boat', async ({ readyPage }) => {
    const page = await readyPage('real')
    await ask(page, checkPhoto('n04147183_schooner.JPEG'))
    await openTab(page, en.views.catOrDog)
    await page.getByText(groupWords.catOrDog.neither).waitFor()
  })
})

describe.skipIf(withoutPhotos)('groups (skipped without the real model and ../shared/images)', () => {
  test('stand open along the way to the best class', async ({ readyPage }) => {
    const page = await readyPage('real')
    await ask(page, seedPhoto('sample_file.jpeg'))
    await openTab(page, en.views.groups)
    await tree(page, groupWords.groups.tree).waitFor()
    const names = await rows(page, groupWords.groups.tree).locator('.tree__name').allTextContents()
    expect(names.slice(0, 5)).toEqual(['animal', 'mammal', 'carnivore', 'feline', 'domestic cat'])
    expect(names[5]).toContain('Egyptian cat')
  })
})

describe('by keyboard alone', () => {
  const photo = picture('waves.png')

  test('answers are gone through, pressed, and ten of them shown', async ({ readyPage }) => {
    const page = await readyPage()
    await ask(page, photo)
    const first = answerLines(page).first().getByRole('button')
    for (let i = 0; i < 20 && !(await first.evaluate((button) => button === document.activeElement)); i++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await first.getAttribute('aria-pressed')).toBe('true')
    for (let i = 0; i < 10 && (await focused(page)) !== en.answer.showTen; i++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await answerLines(page).count()).toBe(10)
  })

  test('groups are opened and closed, and all kinds searched', async ({ readyPage }) => {
    const page = await readyPage()
    await ask(page, photo)
    const tab = page.getByRole('tab', { name: en.views.groups, exact: true })
    await tab.focus()
    await page.keyboard.press('Enter')
    await tree(page, groupWords.groups.tree).waitFor()
    await page.keyboard.press('Tab') // the panel
    await page.keyboard.press('Tab') // the tree
    const all = rows(page, groupWords.groups.tree)
    const before = await all.count()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowLeft')
    expect(await all.count()).toBeLessThan(before)
    await page.keyboard.press('ArrowRight')
    expect(await all.count()).toBe(before)

    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe(groupWords.groups.known)
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: groupWords.known.title })
    await dialog.waitFor()
    for (
      let i = 0;
      i < 5 && !(await page.getByRole('searchbox').evaluate((box) => box === document.activeElement));
      i++
    )
      await page.keyboard.press('Tab')
    await page.keyboard.type('polar bear')
    await page.getByText(groupWords.known.found('1')).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('End')
    expect(await focused(page)).toContain('ice bear (polar bear)')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await focused(page)).toBe(groupWords.groups.known)
  })
})

const VIEWS: [view: string, reach: (page: Page) => Promise<void>][] = [
  [
    'groups',
    async (page) => {
      await openTab(page, en.views.groups)
      await tree(page, groupWords.groups.tree).waitFor()
    },
  ],
  [
    'cat or dog',
    async (page) => {
      await openTab(page, en.views.catOrDog)
      await page.locator('.cat-or-dog').waitFor()
    },
  ],
  [
    'all kinds',
    async (page) => {
      await openTab(page, en.views.groups)
      await page.getByRole('button', { name: groupWords.groups.known }).click()
      await page.getByRole('searchbox').fill('domestic cat')
      await page.getByText(groupWords.known.found('5')).waitFor()
    },
  ],
]

test.for(VIEWS)('the view of %s is for all: axe-core, dark, a phone', async ([, reach], { readyPage }) => {
  const page = await readyPage()
  await ask(page, picture('waves.png'))
  await reach(page)
  expect(await faults(page)).toEqual([])
})
