import type { Page } from 'playwright-core'
import { beforeAll, describe, expect } from 'vitest'
import { realModel, test } from './fixtures.ts'
import { answered, bestAnswer, choose, copiedAnswers, ready } from './page.ts'
import { picture, seedPhoto, withoutSeedPhotos } from './pictures.ts'
import { smallModel } from './small-model.ts'
import type { StaticServer, StaticServerOptions } from './static-server.ts'
import type { Visit } from './visit.ts'

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

/** What the browser keeps for the site, by kind; nothing where nothing is kept. */
function storedThings(page: Page) {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const files: string[] = []
    for await (const name of root.keys()) files.push(name)
    return {
      caches: await caches.keys(),
      databases: (await indexedDB.databases()).map(({ name }) => name),
      files,
      settings: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
      serviceWorkers: (await navigator.serviceWorker.getRegistrations()).length,
    }
  })
}

const NOTHING = { caches: [], databases: [], files: [], settings: [], serviceWorkers: 0 }

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
      await page.getByText('Ready to work offline').waitFor()
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
    await page.getByText('Ready to work offline').waitFor()
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
    // things of the kinds that the site does not use today
    await page.evaluate(async () => {
      await new Promise((resolve) => {
        indexedDB.open('left-over').onsuccess = ({ target }) => {
          if (target instanceof IDBOpenDBRequest) target.result.close()
          resolve(undefined)
        }
      })
      await (await navigator.storage.getDirectory()).getDirectoryHandle('left-over', { create: true })
      sessionStorage.setItem('left-over', '1')
    })
    const before = await storedThings(page)
    for (const things of [before.caches, before.databases, before.files, before.settings])
      expect(things.length).toBeGreaterThan(0)

    await page.getByRole('button', { name: 'Privacy' }).first().click()
    await page.getByRole('button', { name: 'Delete everything stored' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('Deleted: the page, the model').waitFor()
    expect(await storedThings(page)).toEqual(NOTHING)

    await page.getByRole('button', { name: 'Close' }).click()
    const another = picture('another.png', { seed: 3 })
    await choose(page, another)
    await answered(page, another)
    expect(await storedThings(page)).toEqual(NOTHING)
  })
})

/** Where in the list of requests each opening of the page lies. */
const openings = ({ requests }: Visit, { url }: StaticServer) =>
  requests.flatMap((asked, i) => (asked === url ? [i] : []))

const HEAVY = /\.wasm$|\.onnx$|labels-[0-9a-f]+\.json$/

describe('the first visit', () => {
  test('isolates the page by one reload, before anything heavy is asked for', async ({ serve, open }) => {
    const server = await serve(small)
    const visit = await open(server.url)
    await ready(visit.page)
    expect(await visit.page.evaluate(() => crossOriginIsolated)).toBe(true)
    const [first, reload, ...more] = openings(visit, server)
    expect([first, more]).toEqual([0, []])
    expect(visit.requests.slice(0, reload).filter((url) => HEAVY.test(url))).toEqual([])
    expect(visit.requests.filter((url) => HEAVY.test(url)).length).toBeGreaterThan(2)

    const cores = await visit.page.evaluate(() => navigator.hardwareConcurrency)
    if (cores > 1)
      await visit.page
        .getByText(/, [2-4] threads/)
        .first()
        .waitFor()
  })

  test('is the only one that reloads', async ({ serve, open }) => {
    const server = await serve(small)
    const visit = await open(server.url)
    await ready(visit.page)
    await visit.page.reload()
    await ready(visit.page)
    expect(openings(visit, server)).toHaveLength(3)
  })

  test('without service workers goes on with one thread and no reload', async ({ serve, open }) => {
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
    expect(openings(visit, server)).toHaveLength(1)
  })
})
