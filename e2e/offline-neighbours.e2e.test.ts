import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject } from 'vitest'
import { findManifest } from '../model/published.ts'
import { pageWithModel, serviceWorkerWithModel } from '../scripts/model-address.ts'
import { test } from './fixtures.ts'
import { answered, choose, ready, readyOffline } from './page.ts'
import { picture } from './pictures.ts'
import { tinyModel } from './small-model.ts'

// Hosts such as GitHub Pages put many sites on one origin: this one's neighbours, another copy of it among them, lose
// nothing by it.

let root: string

/** A copy of the site with its model. */
async function copySite(folder: string, model: string): Promise<void> {
  await cp(inject('site'), folder, { recursive: true })
  await rm(join(folder, 'model'), { recursive: true, force: true })
  await cp(model, join(folder, 'model'), { recursive: true })
  const address = `model/${findManifest(model)}`
  for (const [name, rename] of [
    ['index.html', pageWithModel],
    ['service-worker.js', serviceWorkerWithModel],
  ] as const) {
    const file = join(folder, name)
    await writeFile(file, rename(await readFile(file, 'utf8'), address))
  }
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'neighbours-'))
  const model = await tinyModel()
  for (const name of ['one', 'two']) await copySite(join(root, name), model)
  await writeFile(
    join(root, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><title>Neighbour</title>',
  )
  await writeFile(join(root, 'sw.js'), '')
})

afterAll(() => rm(root, { recursive: true }))

/** All that lies on the origin: names, and how much is in each cache. */
const stored = (page: Page) =>
  page.evaluate(async () => {
    const names = await caches.keys()
    const sizes = await Promise.all(
      names.map(async (name) => (await (await caches.open(name)).keys()).length),
    )
    const registrations = await navigator.serviceWorker.getRegistrations()
    return {
      caches: Object.fromEntries(names.map((name, i) => [name, sizes[i]])),
      databases: (await indexedDB.databases()).map(({ name }) => name),
      settings: { ...localStorage },
      scopes: registrations.map(({ scope }) => new URL(scope).pathname).toSorted(),
    }
  })

/** What a neighbour has, with names that are easily taken for ours. */
const settle = (page: Page) =>
  page.evaluate(async () => {
    for (const name of ['shell-x', 'classifier-files', 'private-image-classifier', 'samples'])
      await (await caches.open(name)).put('/one/icon.svg', new Response('foreign'))
    localStorage.setItem('private-image-classifier.theme', 'theirs')
    localStorage.setItem('theme', 'theirs')
    await new Promise((resolve) => {
      indexedDB.open('theirs').onsuccess = ({ target }) => {
        if (target instanceof IDBOpenDBRequest) target.result.close()
        resolve(undefined)
      }
    })
    await navigator.serviceWorker.register('/sw.js')
    await navigator.serviceWorker.ready
  })

async function useSite(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await ready(page)
  const photo = picture('waves.png')
  await choose(page, photo)
  await answered(page, photo)
  await readyOffline(page)
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('radio', { name: 'Dark' }).check({ force: true })
  await page.getByRole('button', { name: 'Close' }).click()
}

/** What of `all` does not belong to the copy in `folder`. */
function without(
  { caches, databases, settings, scopes }: Awaited<ReturnType<typeof stored>>,
  folder: string,
) {
  const foreign = ([name]: [string, unknown]) => !name.startsWith(`private-image-classifier /${folder}/ `)
  return {
    caches: Object.fromEntries(Object.entries(caches).filter(foreign)),
    databases,
    settings: Object.fromEntries(Object.entries(settings).filter(foreign)),
    scopes: scopes.filter((scope) => scope !== `/${folder}/`),
  }
}

test('visits and deleting everything leave the neighbours on the origin alone', async ({ serve, open }) => {
  const server = await serve({ root, base: '/', overlays: { 'model/': null } })
  const { page } = await open(server.url)
  await settle(page)
  const neighbour = await stored(page)
  expect(neighbour.scopes).toEqual(['/'])

  await useSite(page, `${server.url}one/`)
  const withOne = await stored(page)
  expect(without(withOne, 'one')).toEqual(neighbour)
  expect(withOne.scopes).toEqual(['/', '/one/'])
  // a file of the neighbour's cache is not taken for ours
  expect(await page.evaluate(async () => (await fetch('icon.svg')).text())).not.toBe('foreign')

  await useSite(page, `${server.url}two/`)
  const withBoth = await stored(page)
  expect(without(withBoth, 'two')).toEqual(withOne)

  await page.getByRole('button', { name: 'Privacy' }).first().click()
  await page.getByRole('button', { name: 'Delete everything stored' }).click()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByText('Deleted: the page, the model').waitFor()
  expect(await stored(page)).toEqual(withOne)

  // the first copy works on, without the network
  await server.close()
  await page.goto(`${server.url}one/`)
  await ready(page)
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
})
