/** Taking the answer along, its timings, and the settings of how it is computed. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { describe, expect, inject } from 'vitest'
import { en as settings } from '../src/app/settings/words/en.ts'
import { en as take } from '../src/app/share/words/en.ts'
import { en as timings } from '../src/app/timings/words/en.ts'
import { en } from '../src/words/en.ts'
import { faults } from './axe.ts'
import { realModel, test } from './fixtures.ts'
import { answered, choose, computedBy, ready } from './page.ts'
import { picture, seedPhoto, withoutSeedPhotos } from './pictures.ts'

const photo = picture('waves.png', { width: 400, height: 300 })

/** The tokens `--paper` and `--accent` as they are in light and dark. */
const COLORS = {
  light: { paper: [0xf3, 0xf5, 0xf1], accent: [0x0b, 0x5f, 0x45] },
  dark: { paper: [0x0f, 0x16, 0x13], accent: [0x74, 0xdc, 0xb0] },
} as const

async function openTab(page: Page, name: string): Promise<void> {
  await choose(page, photo)
  await answered(page, photo)
  await page.getByRole('tab', { name }).click()
  await page.getByRole('tabpanel').locator('*').first().waitFor()
}

const openTake = (page: Page) => openTab(page, en.views.take)

/** Once the picture is drawn: a canvas that nothing was drawn on is 300 pixels wide. */
const drawn = (page: Page) =>
  expect
    .poll(() =>
      page.locator('canvas.take__picture').evaluate((canvas) => (canvas as HTMLCanvasElement).width),
    )
    .toBe(1200)

async function savePicture(page: Page): Promise<PNG> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: take.save }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^[a-z0-9-]+\.png$/)
  return PNG.sync.read(await readFile(await download.path()))
}

const pixel = ({ data, width }: PNG, x: number, y: number) => [
  ...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3),
]

describe('the answer', () => {
  test('is copied as text', async ({ readyPage }) => {
    const page = await readyPage()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await openTake(page)
    await page.getByRole('button', { name: take.text }).click()
    await page.getByText(take.copied).waitFor()
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).toMatch(/1\. .+ \(n\d{8}\): [\d.]+\s%\n/)
    expect(text).toMatch(/5\. .+ \(n\d{8}\)/)
    expect(text).toContain('waves.png')
  })

  test('is copied as a picture', async ({ readyPage }) => {
    const page = await readyPage()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await openTake(page)
    await drawn(page)
    await page.getByRole('button', { name: take.picture }).click()
    await page.getByText(take.copied).waitFor()
    const size = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read()
      const { width, height } = await createImageBitmap((await item?.getType('image/png')) ?? new Blob())
      return { width, height }
    })
    expect(size.width).toBe(1200)
    expect(size.height).toBeGreaterThan(1200)
  })

  test('is saved as a picture: the photo in its shape, in the page’s colours, light and dark', async ({
    readyPage,
  }) => {
    const page = await readyPage()
    await openTake(page)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await drawn(page)
      // drawn anew
      await expect
        .poll(async () => pixel(await savePicture(page), 5, 5), { timeout: 60_000 })
        .toEqual([...COLORS[colorScheme].paper])
      const png = await savePicture(page)
      const colors = new Set<string>()
      for (let y = 900; y < png.height; y++) colors.add(pixel(png, 66, y).join())
      expect(colors).toContain(COLORS[colorScheme].accent.join())
      // the photo, 1072 x 804 from (64, 64): its corners are no paper
      for (const [x, y] of [
        [66, 66],
        [1133, 865],
      ] as const)
        expect(pixel(png, x, y)).not.toEqual(pixel(png, 5, 5))
      expect(pixel(png, 600, 870)).toEqual(pixel(png, 5, 5))
    }
  })

  test('is saved with the map over the part that the network saw, and nowhere else', async ({
    readyPage,
  }) => {
    const page = await readyPage()
    await openTake(page)
    await drawn(page)
    const plain = await savePicture(page)
    await page.getByRole('checkbox', { name: new RegExp(take.withMap) }).check()
    await expect
      .poll(() =>
        page.locator('canvas.take__picture').evaluate((canvas) => (canvas as HTMLCanvasElement).height),
      )
      .toBe(plain.height + 50)
    const mapped = await savePicture(page)
    expect(pixel(mapped, 600, 466)).not.toEqual(pixel(plain, 600, 466))
    expect(pixel(mapped, 80, 466)).toEqual(pixel(plain, 80, 466)) // left of the middle crop
  })

  test('is printed without anything to press, in light colours', async ({ serve, open }) => {
    const { page } = await open((await serve()).url, { colorScheme: 'dark' })
    await openTake(page)
    await page.emulateMedia({ media: 'print' })
    await page.getByRole('img', { name: en.photo.alt('waves.png') }).waitFor()
    await page.getByText(new Date().getFullYear().toString()).first().waitFor()
    const left = await page
      .getByRole('button')
      .evaluateAll((buttons) =>
        buttons
          .filter((button) => button.checkVisibility() && !button.matches('.prediction'))
          .map(({ textContent }) => textContent),
      )
    expect(left).toEqual([])
    expect(await page.locator('html').evaluate((html) => getComputedStyle(html).backgroundColor)).toBe(
      `rgb(${COLORS.light.paper.join(', ')})`,
    )
  })

  test('is taken along by keyboard alone', async ({ readyPage }) => {
    const page = await readyPage()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await openTake(page)
    await page.getByRole('tab', { name: en.views.take }).focus()
    await page.keyboard.press('Tab') // the panel
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText(take.copied).waitFor()
  })
})

test('the timings are drawn to scale and explain themselves', async ({ readyPage }) => {
  const page = await readyPage()
  await openTab(page, en.views.timings)
  const shares = page.locator('.timings__share:not(.timings__swatch)')
  const widths = await shares.evaluateAll((spans) => spans.map((span) => span.getBoundingClientRect().width))
  const grows = await shares.evaluateAll((spans) =>
    spans.map((span) => Number(getComputedStyle(span).flexGrow)),
  )
  const perMillisecond = widths.map((width, i) => width / (grows[i] ?? 1))
  // the narrowest have a least width
  const wide = perMillisecond.filter((_, i) => (widths[i] ?? 0) > 10)
  expect(Math.max(...wide) / Math.min(...wide)).toBeLessThan(1.05)
  await page.getByText(timings.steps.inference.name, { exact: true }).click()
  await page.getByText(timings.steps.inference.text).waitFor()
})

const settingsOf = (page: Page) => page.getByRole('button', { name: en.settings.open })

describe('the settings', () => {
  test('let another backend answer, now and on the next visit', async ({ serve, open }) => {
    const { page } = await open((await serve()).url)
    await ready(page)
    await choose(page, photo)
    await answered(page, photo)
    await settingsOf(page).click()
    await page.getByRole('radio', { name: en.backend.wasm }).check()
    await page.getByRole('button', { name: settings.close }).click()
    await computedBy(page, en.backend.wasm).waitFor()
    await page.reload()
    await ready(page)
    await settingsOf(page).click()
    expect(await page.getByRole('radio', { name: en.backend.wasm }).isChecked()).toBe(true)
  })

  test('are used by keyboard alone, and give the focus back', async ({ serve, open }) => {
    const { page } = await open((await serve()).url)
    await ready(page)
    await settingsOf(page).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: settings.title }).waitFor()
    await page.keyboard.press('Tab') // the appearance
    await page.keyboard.press('ArrowRight')
    await page.locator('html[data-theme=light]').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    expect(await page.getByRole('radio', { name: en.backend.engine }).isChecked()).toBe(true)
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(en.settings.open)
  })

  test.skipIf(inject('model').kind !== 'real' || withoutSeedPhotos())(
    'fetch the exact file only when it is asked for, and answer with it (skipped without the real model and ../shared/images/seed)',
    async ({ serve, open }) => {
      const server = await serve(realModel())
      const { page } = await open(server.url)
      const cat = seedPhoto('sample_file.jpeg')
      const exact = () => server.requests.filter(({ path }) => path.includes('fp16'))
      await ready(page)
      await choose(page, cat)
      await answered(page, cat)
      expect(exact()).toEqual([])
      await settingsOf(page).click()
      await page.getByRole('checkbox', { name: settings.exact.label }).check()
      await page.getByRole('button', { name: settings.close }).click()
      await page.getByRole('tab', { name: en.views.timings }).click()
      await page.getByText(timings.variants.fp16).waitFor()
      expect(exact().length).toBeGreaterThan(0)
      // PyTorch's probability of this photo is 0.977
      await page
        .getByText(/97\.7\s%/)
        .first()
        .waitFor()
    },
  )
})

const VIEWS: [name: string, reach: (page: Page) => Promise<void>][] = [
  [
    'take along',
    async (page) => {
      await openTake(page)
      await drawn(page)
    },
  ],
  ['timings', (page) => openTab(page, en.views.timings)],
  [
    'settings',
    async (page) => {
      await settingsOf(page).click()
      await page.getByRole('dialog', { name: settings.title }).waitFor()
    },
  ],
]

test.for(VIEWS)('the view %s is for all: axe-core, dark, a phone', async ([, reach], { readyPage }) => {
  const page = await readyPage()
  await reach(page)
  expect(await faults(page)).toEqual([])
})
