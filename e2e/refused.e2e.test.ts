import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { en } from '../src/words/en.ts'
import { test } from './fixtures.ts'
import { answered, choose, give, heading, ready } from './page.ts'
import { picture, type Upload } from './pictures.ts'

/** Each group shows the former one ten times, `depth` times over: whoever draws it is busy for minutes. */
function nestedDrawing(depth: number): Upload {
  const group = (level: number) => `<g id="g${level}">${`<use href="#g${level - 1}"/>`.repeat(10)}</g>`
  const groups = Array.from({ length: depth }, (_, i) => group(i + 1)).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><defs><rect id="g0" width="1" height="1"/>${groups}</defs><use href="#g${depth}"/></svg>`
  return { name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) }
}

/** Counts the elements that show a file of a person's; returns the way to read the number. */
async function countPreviews(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const seen = new Set<Element>()
    new MutationObserver(() => {
      for (const element of document.querySelectorAll('img[src^="blob:"], .preview__pixels'))
        seen.add(element)
      document.documentElement.dataset.previews = String(seen.size)
    }).observe(document.body, { childList: true, subtree: true, attributes: true })
  })
  return () => page.evaluate(() => Number(document.documentElement.dataset.previews ?? 0))
}

test('a drawing that would freeze whoever shows it is refused and never shown', async ({ serve, open }) => {
  const { page } = await open((await serve()).url)
  await ready(page)
  const previews = await countPreviews(page)
  await give(page, 'drop', [nestedDrawing(8)])
  await heading(page, en.problem.texts['unsupported-image'].title).waitFor()
  expect(await previews()).toBe(0)
  expect(await page.locator('.preview').count()).toBe(0)
  // it answers at once, and goes on with a photo
  await page.getByRole('button', { name: en.settings.open }).click()
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  const photo = picture('waves.png')
  await choose(page, photo)
  await answered(page, photo)
  expect(await previews()).toBe(1)
})

test('a photo is shown when the worker has accepted it, in the space that was kept for it', async ({
  serve,
  open,
}) => {
  const { page } = await open((await serve()).url)
  await ready(page)
  const photo = picture('waves.png')
  await choose(page, photo)
  await page.locator('.preview__photo').waitFor()
  await answered(page, photo)
  const shown = await page.getByRole('img', { name: en.photo.alt(photo.name) }).evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) throw new Error('no canvas')
    const { width, height } = element.getBoundingClientRect()
    return { ratio: width / height, own: element.width / element.height }
  })
  expect(shown.ratio).toBeCloseTo(shown.own, 1)
})
