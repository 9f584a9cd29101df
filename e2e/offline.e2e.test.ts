import type { Page } from 'playwright-core'
import { beforeAll, describe, expect } from 'vitest'
import { storedNames } from '../src/storage/names.ts'
import { realModel, test } from './fixtures.ts'
import { answered, bestAnswer, choose, copiedAnswers, ready, readyOffline } from './page.ts'
import { picture, seedPhoto, withoutSeedPhotos } from './pictures.ts'
import { smallModel } from './small-model.ts'
import type { StaticServer, StaticServerOptions } from './static-server.ts'

/** The browser's own cache would hide what the page has not stored. */
const UNCACHED = { 'Cache-Control': 'no-store' }

/** In place of the model, where the answers themselves do not matter. */
let small: Pick<StaticServerOptions, 'overlays'>

beforeAll(async () => {
  small = { overlays: { 'model/': (await smallModel()).folder } }
})

/** Chooses the dark appearance in the settings, and closes them. */
async function goDark(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('radio', { name: 'Dark' }).check({ force: true })
  await page.getByRole('button', { name: 'Close' }).click()
}

/** What the browser keeps for the origin, by kind; nothing where nothing is kept. */
function storedThings(page: Page) {
  return page.evaluate(async () => ({
    caches: await caches.keys(),
    settings: Object.keys(localStorage),
    serviceWorkers: (await navigator.serviceWorker.getRegistrations()).length,
  }))
}

const NOTHING = { caches: [], settings: [], serviceWorkers: 0 }

/** Deletes everything, as a person does. */
async function erase(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Privacy' }).first().click()
  await page.getByRole('button', { name: 'Delete everything stored' }).click()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByText('Deleted: the page, the model').waitFor()
  await page.getByRole('button', { name: 'Close' }).click()
}

describe('after the first photo, the server gone', () => {
  test.skipIf(withoutSeedPhotos())(
    'the page opens again and answers another photo rightly (skipped without the real model and ../shared/images/seed)',
    async ({ serve, open }) => {
      const server = await serve({ ...realModel(), headers: UNCACHED })
      const { page, consoleErrors } = await open(server.url)
      await ready(page)
      await choose(page, seedPhoto('sample_file.jpeg'))
      await answered(page, seedPhoto('sample_file.jpeg'))
      expect(await bestAnswer(page).textContent()).toBe('Egyptian cat')
      await readyOffline(page)
      await server.close()

      await page.reload()
      await ready(page)
      await choose(page, seedPhoto('dog_test1.jpg'))
      await answered(page, seedPhoto('dog_test1.jpg'))
      expect(await bestAnswer(page).textContent()).toBe('Labrador retriever')
      expect(consoleErrors).toEqual([])
    },
  )

  test('answers stay the same, and language and appearance can be changed', async ({ serve, open }) => {
    const server = await serve({ ...small, headers: UNCACHED })
    const { page, consoleErrors } = await open(server.url)
    const photo = picture('waves.png')
    await ready(page)
    await choose(page, photo)
    await answered(page, photo)
    const before = await copiedAnswers(page)
    await readyOffline(page)
    await server.close()

    await page.reload()
    await ready(page)
    await choose(page, photo)
    await answered(page, photo)
    expect(await copiedAnswers(page)).toEqual(before)
    await goDark(page)
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    await page.getByRole('combobox', { name: 'Language' }).selectOption('ko')
    expect(await page.locator('html').getAttribute('lang')).toBe('ko')
    await page.reload()
    await page.locator('html[lang=ko][data-theme=dark]').waitFor()
    expect(consoleErrors).toEqual([])
  })

  test('all that is stored can be deleted, and the tab goes on', async ({ serve, open }) => {
    const { page } = await open((await serve(small)).url)
    const photo = picture('waves.png')
    await ready(page)
    await goDark(page)
    await choose(page, photo)
    await answered(page, photo)
    await readyOffline(page)
    const before = await storedThings(page)
    expect(before.caches.length).toBeGreaterThan(1)
    expect(before.settings.length).toBeGreaterThan(0)
    expect(before.serviceWorkers).toBe(1)

    await erase(page)
    expect(await storedThings(page)).toEqual(NOTHING)

    const another = picture('another.png', { seed: 3 })
    await choose(page, another)
    await answered(page, another)
    expect(await storedThings(page)).toEqual(NOTHING)
  })
})

test('everything is deleted while another tab is in the middle of its download, and nothing comes back', async ({
  serve,
  open,
}) => {
  const server = await serve(small)
  let release = () => {}
  const until = new Promise<void>((resolve) => {
    release = resolve
  })
  const { page, context } = await open(server.url)
  await ready(page)
  await readyOffline(page)
  await page.evaluate(async (name) => void (await caches.delete(name)), storedNames(server.url).files)
  server.fail(/\.onnx$/, { kind: 'hold', after: 300_000, until })
  const other = await context.newPage()
  await other.goto(server.url)
  await other.getByRole('progressbar').waitFor()

  await erase(page)
  expect(await storedThings(page)).toEqual(NOTHING)
  await other.getByText('Everything stored has been deleted').waitFor()
  release()
  await ready(other)
  const photo = picture('waves.png')
  await choose(other, photo)
  await answered(other, photo)
  await goDark(other)
  expect(await storedThings(page)).toEqual(NOTHING)
})

/** So often each address was asked for at the server. */
function timesAsked({ requests }: StaticServer): Record<string, number> {
  const times: Record<string, number> = {}
  for (const { path } of requests) times[path] = (times[path] ?? 0) + 1
  return times
}

describe('the first visit', () => {
  test('opens the page once and runs on one thread; threads come with the next', async ({ serve, open }) => {
    const server = await serve(small)
    const { page } = await open(server.url)
    await ready(page)
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false)
    await page
      .getByText(/, 1 thread$/)
      .first()
      .waitFor()
    await readyOffline(page)
    // the second is the service worker's
    expect(timesAsked(server)['']).toBe(1)
    expect(timesAsked(server)['index.html']).toBe(1)

    await page.reload()
    await ready(page)
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    expect(timesAsked(server)['']).toBe(1)
    // how many help is measured, and a busy machine may have no use for a second
    await page
      .getByText(/, [1-4] threads?$/)
      .first()
      .waitFor()
  })

  test('transfers each script once, and none of onnxruntime’s', async ({ serve, open }) => {
    const server = await serve(small)
    const { page } = await open(server.url)
    await ready(page)
    await readyOffline(page)
    const times = timesAsked(server)
    const scripts = Object.keys(times).filter((path) => /\.m?js$/.test(path))
    expect(scripts.length).toBeGreaterThan(10)
    expect(scripts.filter((path) => times[path] !== 1)).toEqual([])
    expect(scripts.filter((path) => /\bort[.-]/.test(path))).toEqual([])
    expect(Object.keys(times).filter((path) => path.endsWith('.css') && times[path] !== 1)).toEqual([])
  })

  test('without service workers goes on with one thread', async ({ serve, open }) => {
    const server = await serve(small)
    const visit = await open(server.url, { serviceWorkers: 'block' })
    const photo = picture('waves.png')
    await ready(visit.page)
    await visit.page
      .getByText(/, 1 thread$/)
      .first()
      .waitFor()
    await choose(visit.page, photo)
    await answered(visit.page, photo)
    expect(timesAsked(server)['']).toBe(1)
  })
})
