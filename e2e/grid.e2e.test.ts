import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, inject } from 'vitest'
import { gridWords } from '../src/app/grid/words/index.ts'
import { en } from '../src/words/en.ts'
import { faults } from './axe.ts'
import { test } from './fixtures.ts'
import { announcement, answered, BEST, choose, ready } from './page.ts'
import { picture, type Upload } from './pictures.ts'

const words = gridWords.en
const CHECK = resolve('../shared/images/check')

/** Photos of things that the real model knows, or else patterns for the tiny one. */
function knownPhotos(count: number): Upload[] {
  try {
    const names = inject('model').kind === 'real' ? readdirSync(CHECK).sort().slice(0, count) : []
    if (names.length === count)
      return names.map((name) => ({ name, mimeType: 'image/jpeg', buffer: readFileSync(join(CHECK, name)) }))
  } catch {
    // they are not here
  }
  return patterns(count)
}

/** Each with bytes of its own. */
const patterns = (count: number): Upload[] =>
  Array.from({ length: count }, (_, i) => picture(`pattern ${i}.png`, { seed: i + 1 }))

/** Files that decoders take for the same picture, and that are not the same bytes. */
function many(count: number): Upload[] {
  const { buffer } = picture('one.png')
  return Array.from({ length: count }, (_, i) => ({
    name: `photo ${i}.png`,
    mimeType: 'image/png',
    buffer: Buffer.concat([buffer, Buffer.from(`after the end ${i}`)]),
  }))
}

const TEXT: Upload = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Not an image.') }

/** One drop of all. */
function drop(page: Page, uploads: Upload[]): Promise<void> {
  const files = uploads.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    base64: buffer.toString('base64'),
  }))
  return page.evaluate((files) => {
    const transfer = new DataTransfer()
    for (const { name, mimeType, base64 } of files) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      transfer.items.add(new File([bytes], name, { type: mimeType }))
    }
    const options = { bubbles: true, cancelable: true, dataTransfer: transfer }
    document.body.dispatchEvent(new DragEvent('drop', options))
  }, files)
}

const tile = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`(^| )${name}$`) })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** @returns how many have been answered, failed or been called off */
async function done(page: Page): Promise<number> {
  return Number(
    await page.getByRole('progressbar', { name: words.progress.label }).getAttribute('aria-valuenow'),
  )
}

/** @returns how many are done when nothing comes any more; a few were on their way */
async function atRest(page: Page): Promise<number> {
  for (let before = -1, now = await done(page); ; before = now, now = await done(page)) {
    if (now === before) return now
    await page.waitForTimeout(1000)
  }
}

const finished = (page: Page, count: number) =>
  page.getByText(words.progress.done(String(count), String(count))).waitFor({ timeout: 120_000 })

const plain = (text: string | null) => (text ?? '').replaceAll('\u00a0', ' ')

/** What the photo's own view says: its headline, and the first number below it. */
async function headlineAlone(page: Page): Promise<{ title: string; percent: string | undefined }> {
  const section = page.locator('section.answer')
  const title = plain(await section.getByRole('heading', { level: 2 }).textContent())
  const [percent] = /[<>]? ?[\d.]+ %/.exec(plain(await section.textContent()).replace(title, '')) ?? []
  return {
    title: title === en.answer.unrecognised ? words.tile.unrecognised : title,
    percent: percent?.trim(),
  }
}

describe('several photos', () => {
  const photos = knownPhotos(12)

  test('dropped together have the answers that each has alone', { timeout: 300_000 }, async ({
    serve,
    open,
  }) => {
    const server = await serve({ overlays: { 'model/': inject('model').folder } })
    const { page, consoleErrors } = await open(server.url)
    await ready(page)
    const alone = new Map<string, Awaited<ReturnType<typeof headlineAlone>>>()
    for (const photo of photos) {
      await choose(page, photo)
      await answered(page, photo)
      alone.set(photo.name, await headlineAlone(page))
    }
    expect(page.url()).not.toContain('#')
    await page.reload()
    await ready(page)
    await drop(page, photos)
    await finished(page, photos.length)
    for (const { name } of photos) {
      const label = plain(await tile(page, name).textContent())
      const { title, percent } = alone.get(name) ?? {}
      expect(label).toContain(title?.replace(/ \(.*\)$/, ''))
      expect(label).toContain(percent)
    }
    expect(consoleErrors).toEqual([])
  })

  test('are added to the one that is there, and one photo sees no grid', async ({ readyPage }) => {
    const page = await readyPage()
    const [first = TEXT, ...others] = patterns(3)
    await choose(page, first)
    await answered(page, first)
    expect(await page.getByRole('progressbar', { name: words.progress.label }).count()).toBe(0)
    await drop(page, others)
    await finished(page, 3)
    expect(await tile(page, first.name).count()).toBe(1)
    expect(page.url()).toMatch(/#\/grid$/)
  })

  test('come with what is no image, which says why, and the same file twice is answered once', async ({
    readyPage,
  }) => {
    const page = await readyPage()
    const [one = TEXT, two = TEXT] = patterns(2)
    const broken = { ...two, name: 'broken.png', buffer: two.buffer.subarray(0, 20) }
    await drop(page, [one, TEXT, broken, { ...one, name: 'copy.png' }])
    await finished(page, 4)
    await tile(page, TEXT.name).getByText(en.problem.texts['not-an-image'].title).waitFor()
    await tile(page, broken.name).getByText(en.problem.texts['damaged-image'].title).waitFor()
    await page.getByText(words.tile.same(one.name)).waitFor()
    await page.locator('label').filter({ hasText: words.filter.failed }).click()
    await expect.poll(() => page.getByRole('listitem').count()).toBe(2)
  })

  test('come from a folder and the folders inside', async ({ readyPage, onTestFinished }) => {
    const page = await readyPage()
    const folder = mkdtempSync(join(tmpdir(), 'folder-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    mkdirSync(join(folder, 'inside'))
    const [one = TEXT, two = TEXT] = patterns(2)
    writeFileSync(join(folder, one.name), one.buffer)
    writeFileSync(join(folder, 'inside', two.name), two.buffer)
    const chooser = page.waitForEvent('filechooser')
    await button(page, en.pick.folder).click()
    await (await chooser).setFiles(folder)
    await finished(page, 2)
  })
})

describe('a long list', () => {
  test('can be paused, goes on, is called off and tried again, and asks before one leaves', async ({
    serve,
    open,
  }) => {
    const { page } = await open((await serve()).url)
    await ready(page)
    // so many that a click right after the drop does not come too late
    const photos = many(400)
    await drop(page, photos.slice(0, 200))
    await button(page, words.progress.pause).click()
    const paused = await atRest(page)
    expect(paused).toBeLessThan(200)

    const asked = page.waitForEvent('dialog')
    void page.close({ runBeforeUnload: true })
    const dialog = await asked
    expect(dialog.type()).toBe('beforeunload')
    await dialog.dismiss()

    await button(page, words.progress.resume).click()
    await expect.poll(() => done(page)).toBeGreaterThan(paused)
    await finished(page, 200)

    await drop(page, photos.slice(200))
    await button(page, words.progress.cancel).click()
    const again = page.getByRole('button', { name: /^Try again: \d+$/ })
    await again.waitFor()
    await page.getByRole('radio', { name: words.filter.open }).waitFor()
    await again.click()
    await again.waitFor({ state: 'detached' })
    await finished(page, 400)
  })

  test('is overtaken by the photo that is opened; arrow keys step; Back leads where one was', async ({
    serve,
    open,
  }) => {
    const { page } = await open((await serve()).url)
    await ready(page)
    await drop(page, many(200))
    const late = tile(page, 'photo 150.png')
    await tile(page, 'photo 0.png').waitFor()
    await page.evaluate(() => {
      const { top, height } = document.querySelector('ul.tiles')?.getBoundingClientRect() ?? new DOMRect()
      window.scrollTo(0, top + window.scrollY + height * 0.75 - window.innerHeight / 2)
    })
    await late.waitFor()
    const scrolled = await page.evaluate(() => window.scrollY)
    await late.click()
    await announcement(page).getByText(BEST).waitFor()
    await page.getByRole('img', { name: en.photo.alt('photo 150.png') }).waitFor()
    expect(page.url()).toMatch(/#\/photo\/151$/)
    await page.getByText(words.step.place('151', '200')).waitFor()

    await page.keyboard.press('ArrowRight')
    await page.getByRole('img', { name: en.photo.alt('photo 151.png') }).waitFor()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('img', { name: en.photo.alt('photo 149.png') }).waitFor()

    await page.goBack()
    await page.getByRole('heading', { name: words.title }).waitFor()
    expect(page.url()).toMatch(/#\/grid$/)
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(scrolled - 400)
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toMatch(/photo 149\.png$/)
    expect(await page.getByRole('listitem').count()).toBeLessThan(120)
    await page.goForward()
    await page.getByRole('img', { name: en.photo.alt('photo 149.png') }).waitFor()
  })
})

describe('the grid', () => {
  test('selects by keyboard and mouse, removes, and brings back', async ({ readyPage }) => {
    const page = await readyPage()
    await drop(page, patterns(6))
    await finished(page, 6)
    await tile(page, 'pattern 1.png').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowRight')
    await page.getByText(words.selection.count('2')).waitFor()
    await tile(page, 'pattern 4.png').click({ modifiers: ['Control'] })
    await page.getByText(words.selection.count('3')).waitFor()
    await button(page, words.selection.remove).click()
    await finished(page, 3)
    await button(page, words.selection.undo).click()
    await finished(page, 6)
    const names = await page
      .getByRole('listitem')
      .getByRole('button')
      .evaluateAll((tiles) => tiles.map((one) => /pattern \d+\.png$/.exec(one.textContent ?? '')?.[0]))
    expect(names).toEqual(patterns(6).map(({ name }) => name))
    await page.keyboard.press('Tab')
    await tile(page, 'pattern 0.png').focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    // nothing is left: the page is as at first
    await page.getByRole('heading', { name: en.intro.title }).waitFor()
    expect(page.url()).not.toContain('#')
  })

  test('finds by name, and says when nothing fits', async ({ readyPage }) => {
    const page = await readyPage()
    await drop(page, patterns(4))
    await finished(page, 4)
    const search = page.getByRole('searchbox', { name: words.filter.text })
    await search.fill('PATTERN 2')
    await expect.poll(() => page.getByRole('listitem').count()).toBe(1)
    await search.fill('no such photo')
    await page.getByText(words.filter.nothing).waitFor()
    await button(page, words.filter.clear).click()
    await expect.poll(() => page.getByRole('listitem').count()).toBe(4)
  })

  test('has no findings of axe, with failures and a selection, and beside a photo', async ({ readyPage }) => {
    const page = await readyPage()
    await drop(page, [...patterns(5), TEXT])
    await finished(page, 6)
    await tile(page, 'pattern 1.png').click({ modifiers: ['Control'] })
    expect(await faults(page)).toEqual([])
    await tile(page, 'pattern 2.png').click()
    await announcement(page).getByText(BEST).waitFor()
    expect(await faults(page)).toEqual([])
  })
})
