import type { Page } from 'playwright-core'
import type { Plugin } from 'vite'
import { beforeAll, expect } from 'vitest'
import { storedNames } from '../src/storage/names.ts'
import { builtSite } from './build-site.ts'
import { test } from './fixtures.ts'
import { answered, choose, heading, ready, readyOffline } from './page.ts'
import { picture } from './pictures.ts'
import { type SmallModel, smallModel } from './small-model.ts'

type Version = 'A' | 'B'

interface Release {
  root: string
  overlays: Record<string, string>
  model: SmallModel
}

/** Code that says which version it is, in the page's first script and in one that is loaded when it is needed. */
const marked = (version: Version): Plugin => ({
  name: 'marked',
  transform(code, id) {
    const mark = /\/src\/main\.tsx$/.test(id)
      ? 'siteVersion'
      : /\/PrivacyPanel\.tsx$/.test(id)
        ? 'panelVersion'
        : undefined
    return mark && { code: `${code}\nReflect.set(globalThis, '${mark}', '${version}')\n`, map: null }
  },
})

async function release(version: Version, seed: number): Promise<Release> {
  const model = await smallModel(seed)
  const root = await builtSite(`site-${version}`, { plugins: [marked(version)] })
  return { root, model, overlays: { 'model/': model.folder } }
}

let a: Release
let b: Release

beforeAll(async () => {
  a = await release('A', 1)
  b = await release('B', 2)
}, 300_000)

const version = (page: Page, name = 'siteVersion') =>
  page.evaluate((key): unknown => Reflect.get(globalThis, key), name)

/** Makes the browser look for a newer version, as it does by itself when the page is opened. */
const lookForUpdate = (page: Page) =>
  page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()))

/** The caches of the site's shells, and what lies in them and among the classifier's files. */
async function stored(page: Page) {
  const names = storedNames(page.url())
  const all = await page.evaluate(() => caches.keys())
  const shells = all.filter(names.isShell)
  const files = (cacheNames: string[]) =>
    page.evaluate(async (names) => {
      const entries = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
      return entries.flat().map(({ url }) => url.split('/').at(-1) ?? '')
    }, cacheNames)
  return {
    shells,
    files: await files(shells),
    model: await files(all.filter((name) => name === names.files)),
  }
}

const photo = picture('waves.png')

async function classify(page: Page): Promise<void> {
  await choose(page, photo)
  await answered(page, photo)
}

test('a new version is offered, never forced, and replaces the old one whole', async ({ serve, open }) => {
  const old = await serve(a)
  const { page } = await open(old.url)
  await ready(page)
  await classify(page)
  await readyOffline(page)
  const before = await stored(page)
  expect(before.shells).toHaveLength(1)
  await old.close()
  const server = await serve({ ...b, port: old.port })

  await lookForUpdate(page)
  await heading(page, 'Update available').waitFor()
  expect(await version(page)).toBe('A')
  await classify(page)
  // the page that is open, and one that is opened now, are of the old version as long as nobody agrees
  await page.reload()
  await ready(page)
  expect(await version(page)).toBe('A')
  await classify(page)

  await page.getByRole('button', { name: 'Update', exact: true }).click()
  await expect.poll(() => version(page), { timeout: 60_000 }).toBe('B')
  await ready(page)
  await classify(page)
  expect(await heading(page, 'Update available').count()).toBe(0)

  await expect.poll(async () => (await stored(page)).shells.length).toBe(1)
  const after = await stored(page)
  expect(after.shells).not.toEqual(before.shells)
  expect(after.files).not.toContain(before.files.find((name) => /^index-.*\.js$/.test(name)))
  expect(after.model.filter((name) => name.endsWith('.onnx')).toSorted()).toEqual(
    b.model.file.parts.map(({ path }) => path).toSorted(),
  )
  // a file of the old version would not be there
  expect(server.requests.filter(({ status }) => status >= 400)).toEqual([])
})

test('another tab keeps working with its own version', async ({ serve, open }) => {
  const old = await serve(a)
  const { page, context } = await open(old.url)
  await ready(page)
  await readyOffline(page)
  const other = await context.newPage()
  await other.goto(old.url)
  await ready(other)
  await old.close()
  const server = await serve({ ...b, port: old.port })

  await lookForUpdate(page)
  await page.getByRole('button', { name: 'Update', exact: true }).click()
  await expect.poll(() => version(page), { timeout: 60_000 }).toBe('B')
  await ready(page)

  expect(await version(other)).toBe('A')
  await classify(other)
  // a script that it has not loaded yet
  await other.getByRole('button', { name: 'Privacy' }).first().click()
  await heading(other, 'Privacy').waitFor()
  expect(await version(other, 'panelVersion')).toBe('A')
  await classify(page)
  expect(await version(other)).toBe('A')
  expect(server.requests.filter(({ status }) => status >= 400)).toEqual([])

  // the old version goes when nobody needs it any more
  await page.close()
  await other.reload()
  await ready(other)
  expect(await version(other)).toBe('B')
  await expect.poll(async () => (await stored(other)).shells.length).toBe(1)
})

test('after another tab has updated, this one computes otherwise and tries again with its own version', async ({
  serve,
  open,
}) => {
  const old = await serve(a)
  const { page, context } = await open(old.url)
  await ready(page)
  await readyOffline(page)
  const other = await context.newPage()
  await other.goto(old.url)
  await ready(other)
  await old.close()
  const server = await serve({ ...b, port: old.port })
  await lookForUpdate(page)
  await page.getByRole('button', { name: 'Update', exact: true }).click()
  await expect.poll(() => version(page), { timeout: 60_000 }).toBe('B')
  await ready(page)
  await classify(page)

  // another backend is another file of the model: of the version that the tab is of
  await other.getByRole('button', { name: 'Settings' }).click()
  await other.getByRole('radio', { name: /^WebAssembly/ }).check({ force: true })
  await other.getByRole('button', { name: 'Close' }).click()
  await ready(other)
  await classify(other)
  expect(await version(other)).toBe('A')
  expect(await heading(other, 'The model’s file is damaged').count()).toBe(0)

  // neither has lost anything
  const { model } = await stored(page)
  expect(model).toEqual(expect.arrayContaining(a.model.file.parts.map(({ path }) => path)))
  expect(model).toEqual(expect.arrayContaining(b.model.file.parts.map(({ path }) => path)))
  expect(server.requests.filter(({ path }) => path.startsWith('model/manifest'))).toHaveLength(1)
})

test('a tab that was opened while a version waited gets it after another tab has taken it', async ({
  serve,
  open,
}) => {
  const old = await serve(a)
  const { page, context } = await open(old.url)
  await ready(page)
  await readyOffline(page)
  await old.close()
  await serve({ ...b, port: old.port })
  await lookForUpdate(page)
  await heading(page, 'Update available').waitFor()
  const other = await context.newPage()
  await other.goto(old.url)
  await heading(other, 'Update available').waitFor()
  expect(await version(other)).toBe('A')

  await page.getByRole('button', { name: 'Update', exact: true }).click()
  await expect.poll(() => version(page), { timeout: 60_000 }).toBe('B')
  expect(await version(other)).toBe('A')
  await other.getByRole('button', { name: 'Update', exact: true }).click()
  await expect.poll(() => version(other), { timeout: 60_000 }).toBe('B')
  await ready(other)
  expect(await heading(other, 'Update available').count()).toBe(0)
})

test('a new version that breaks off on its way changes nothing', async ({ serve, open }) => {
  const old = await serve(a)
  const { page } = await open(old.url)
  await ready(page)
  await readyOffline(page)
  const { shells } = await stored(page)
  await old.close()
  const server = await serve({ ...b, port: old.port })
  server.fail(/^assets\/main-.*\.js$/, { kind: 'status', status: 503 })

  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration()
    await registration?.update()
    const { installing } = registration ?? {}
    await new Promise<void>((resolve) => {
      if (!installing || installing.state === 'redundant') resolve()
      installing?.addEventListener('statechange', () => installing.state === 'redundant' && resolve())
    })
  })
  expect(await heading(page, 'Update available').count()).toBe(0)
  await page.reload()
  await ready(page)
  expect(await version(page)).toBe('A')
  await classify(page)
  // The reload itself looks for a new version, so another attempt may be under way.
  await expect.poll(async () => (await stored(page)).shells).toEqual(shells)
})
