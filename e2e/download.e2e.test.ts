import { cp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect } from 'vitest'
import { findManifest, writeManifest } from '../model/published.ts'
import type { ModelPart } from '../src/network/manifest.ts'
import { storedNames } from '../src/storage/names.ts'
import { test } from './fixtures.ts'
import { type Answers, announcement, answered, choose, copiedAnswers, heading, ready } from './page.ts'
import { picture } from './pictures.ts'
import { type SmallModel, smallModel } from './small-model.ts'
import type { ServedRequest, StaticServer, StaticServerOptions } from './static-server.ts'
import { openVisit, type Visit } from './visit.ts'

// Whatever happens to a download, the answer is right in the end, or there is a clear error and no answer at all.

const photo = picture('waves.png')

let model: SmallModel
/** The files may lie in the browser's own cache, as on a usual host. */
let small: Pick<StaticServerOptions, 'overlays'>
/** They may not: what is not asked for is what the page has kept. */
let uncached: Pick<StaticServerOptions, 'overlays' | 'headers'>
let parts: { first: ModelPart; second: ModelPart; last: ModelPart }

beforeAll(async () => {
  model = await smallModel()
  small = { overlays: { 'model/': model.folder } }
  uncached = { ...small, headers: { 'Cache-Control': 'no-store' } }
  const [first, second, last] = model.file.parts
  if (!first || !second || !last) throw new Error('The small model has too few parts.')
  parts = { first, second, last }
})

const exactly = ({ path }: ModelPart) => new RegExp(`^model/${path.replaceAll('.', '\\.')}$`)

/** What was asked of the server for a part, in order: `''` for all of it, `bytes=5-` for the rest. */
const asked = (requests: readonly ServedRequest[], { path }: ModelPart) =>
  requests.filter((request) => request.path === `model/${path}`).map(({ range }) => range ?? '')

/** Addresses of what the page has kept, those that contain `text`. */
const kept = (page: Page, text: string) =>
  page.evaluate(
    async ({ wanted, name }) => {
      const entries = await (await caches.open(name)).keys()
      return entries.map(({ url }) => url).filter((url) => url.includes(wanted))
    },
    { wanted: text, name: storedNames(page.url()).files },
  )

/** Of the address: onnxruntime-web computes, and its runtime is downloaded too. */
const BY_RUNTIME = '?backend=wasm'

/** The machine may be busy. */
const POLL = { timeout: 60_000 }

async function classify(page: Page): Promise<Answers> {
  await choose(page, photo)
  await answered(page, photo)
  return copiedAnswers(page)
}

/** The answer of an undisturbed download, by the address' query. */
const right = new Map<string, Answers>()

async function expectRight(page: Page, { browser, serve }: Pick<Given, 'browser' | 'serve'>): Promise<void> {
  const { search } = new URL(page.url())
  if (!right.has(search)) {
    const visit = await openVisit(browser, (await serve(small)).url + search)
    try {
      await ready(visit.page)
      right.set(search, await classify(visit.page))
    } finally {
      await visit.close()
    }
  }
  await ready(page)
  expect(await classify(page)).toEqual(right.get(search))
}

interface Given {
  browser: Parameters<typeof openVisit>[0]
  serve: (options?: Partial<StaticServerOptions>) => Promise<StaticServer>
}

/** A photo gets no answer, only the error. */
async function expectRefusal({ page }: Visit, title: string): Promise<void> {
  await heading(page, title).waitFor()
  await choose(page, photo)
  await page.getByRole('img', { name: `Your photo, ${photo.name}` }).waitFor()
  await announcement(page).getByText(title).waitFor()
  expect(await page.getByText('Best answer:').count()).toBe(0)
}

describe('a connection that breaks', () => {
  const CUTS: [where: string, part: () => ModelPart, cutAt: (part: ModelPart) => number][] = [
    ['before the first byte', () => parts.first, () => 0],
    ['after the first byte', () => parts.first, () => 1],
    ['inside a part', () => parts.second, ({ bytes }) => bytes >> 1],
    ['between two parts', () => parts.second, () => 0],
    ['before the last byte of a part', () => parts.second, ({ bytes }) => bytes - 1],
    ['before the last byte of all', () => parts.last, ({ bytes }) => bytes - 1],
  ]

  test.for(CUTS)('%s goes on by itself', async ([, part, cutAt], { serve, browser, open }) => {
    const server = await serve(small)
    server.fail(exactly(part()), { kind: 'cut', after: cutAt(part()) }, 1)
    const { page } = await open(server.url)
    await expectRight(page, { serve, browser })
    const { [part().path]: broken, ...others } = Object.fromEntries(
      model.file.parts.map((each) => [each.path, asked(server.requests, each)]),
    )
    // the others once, the broken one twice, and the second time only what is missing
    expect(Object.values(others)).toEqual([[''], ['']])
    expect(broken).toHaveLength(2)
    const [, rest = ''] = broken ?? []
    const from = Number(/^bytes=(\d+)-$/.exec(rest)?.[1] ?? 0)
    expect(from).toBeLessThanOrEqual(cutAt(part()))
    if (cutAt(part()) > 1000) expect(from).toBeGreaterThan(0)
  })

  test('inside the runtime goes on by itself', async ({ serve, browser, open }) => {
    const server = await serve(small)
    server.fail(/\.wasm$/, { kind: 'cut', after: 5_000_000 }, 1)
    const { page } = await open(`${server.url}${BY_RUNTIME}`)
    await expectRight(page, { serve, browser })
    const ranges = server.requests.filter(({ path }) => path.endsWith('.wasm')).map(({ range }) => range)
    expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)])
  })
})

test('a server that goes and comes back is asked only for the rest', async ({ serve, browser, open }) => {
  const server = await serve(uncached)
  server.fail(exactly(parts.second), { kind: 'cut', after: 300_000 }, 1)
  const gone = server.fail(exactly(parts.second), { kind: 'status', status: 503 })
  const { page } = await open(server.url)
  await heading(page, 'The model could not be downloaded').waitFor()
  await server.close()
  await page.getByRole('button', { name: 'Try again' }).click()
  await heading(page, 'The model could not be downloaded').waitFor({ state: 'detached' })
  await heading(page, 'The model could not be downloaded').waitFor()
  gone()

  const back = await serve({ ...uncached, port: server.port })
  await page.getByRole('button', { name: 'Try again' }).click()
  await expectRight(page, { serve, browser })
  expect(asked(back.requests, parts.first)).toEqual([])
  expect(asked(back.requests, parts.second)).toEqual([expect.stringMatching(/^bytes=[1-9]\d*-$/)])
})

test('a page that is closed in the middle asks only for the rest when it comes back', async ({
  serve,
  browser,
  open,
}) => {
  const server = await serve(uncached)
  let release = () => {}
  const until = new Promise<void>((resolve) => {
    release = resolve
  })
  const heal = server.fail(exactly(parts.second), { kind: 'hold', after: 500_000, until })
  const { page, context } = await open(server.url)
  // what has come so far is kept in blocks of a quarter of a megabyte at least: how large one is, the network says
  await expect.poll(async () => (await kept(page, `${parts.second.path}?`)).length, POLL).toBeGreaterThan(0)
  await page.close()
  heal()
  release()
  const before = server.requests.length
  const again = await context.newPage()
  await again.goto(server.url)
  await expectRight(again, { serve, browser })
  const later = server.requests.slice(before)
  expect(asked(later, parts.first)).toEqual([])
  const ranges = asked(later, parts.second)
  expect(ranges).toEqual([expect.stringMatching(/^bytes=[1-9]\d*-$/)])
  const from = Number(/\d+/.exec(ranges[0] ?? '')?.[0])
  expect(from).toBeGreaterThanOrEqual(256 * 1024)
  expect(from).toBeLessThanOrEqual(500_000)
  // no left-over blocks
  expect(await kept(again, '?')).toEqual([])
})

test('a person can pause, and it goes on where it stopped', async ({ serve, browser, open }) => {
  const server = await serve(uncached)
  let release = () => {}
  const until = new Promise<void>((resolve) => {
    release = resolve
  })
  const heal = server.fail(exactly(parts.second), { kind: 'hold', after: 300_000, until })
  const { page } = await open(server.url)
  await expect.poll(() => asked(server.requests, parts.second), POLL).toHaveLength(1)
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByText('Paused').first().waitFor()
  heal()
  release()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expectRight(page, { serve, browser })
  expect(asked(server.requests, parts.first)).toEqual([''])
  expect(asked(server.requests, parts.second)).toEqual(['', expect.stringMatching(/^bytes=[1-9]\d*-$/)])
})

test('a visitor who saves data is asked first, with the size', async ({ serve, browser }) => {
  const server = await serve(small)
  const context = await browser.newContext({ locale: 'en-US' })
  try {
    await context.addInitScript(() =>
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } }),
    )
    const page = await context.newPage()
    await page.goto(server.url)
    await page.getByText(/marked as one that saves data. Loading takes \d+(\.\d+)? MB/).waitFor()
    const heavy = () => server.requests.filter(({ path }) => /\.onnx$|\.wasm$|labels/.test(path))
    expect(heavy()).toEqual([])
    await page.getByRole('button', { name: 'Load it now' }).click()
    await ready(page)
    expect(heavy().length).toBeGreaterThan(0)
  } finally {
    await context.close()
  }
})

describe('a wrong bit', () => {
  test('in a part on its way: the part is asked for again', async ({ serve, browser, open }) => {
    const server = await serve(small)
    server.fail(exactly(parts.second), { kind: 'flip', offset: 77_777 }, 1)
    const { page } = await open(server.url)
    await expectRight(page, { serve, browser })
    expect(asked(server.requests, parts.first)).toEqual([''])
    expect(asked(server.requests, parts.second)).toEqual(['', ''])
    expect(asked(server.requests, parts.last)).toEqual([''])
  })

  /** Flips one bit of what the browser keeps; returns the path. */
  const flipKept = (page: Page, ending: string) =>
    page.evaluate(
      async ({ wanted, name }) => {
        const cache = await caches.open(name)
        const entry = (await cache.keys()).find(({ url }) => url.endsWith(wanted))
        const kept = entry && (await cache.match(entry))
        if (!entry || !kept) throw new Error(`${wanted} is not kept`)
        const bytes = new Uint8Array(await kept.arrayBuffer())
        const middle = bytes.length >> 1
        bytes.set([(bytes[middle] ?? 0) ^ 1], middle)
        await cache.put(entry, new Response(bytes, { headers: kept.headers }))
      },
      { wanted: ending, name: storedNames(page.url()).files },
    )

  test('in a kept part: that part is asked for again', async ({ serve, browser, open }) => {
    const server = await serve(uncached)
    const { page } = await open(server.url)
    await ready(page)
    await flipKept(page, parts.second.path)
    const before = server.requests.length
    await page.reload()
    await expectRight(page, { serve, browser })
    const later = server.requests.slice(before).filter(({ path }) => /\.onnx$|\.wasm$|labels/.test(path))
    expect(later).toEqual([{ method: 'GET', path: `model/${parts.second.path}`, status: 200 }])
  })

  test('in the kept runtime: it is asked for again', async ({ serve, browser, open }) => {
    const server = await serve(uncached)
    // a service worker would bring threads, and with another number of them the runtime rounds otherwise
    const { page } = await open(`${server.url}${BY_RUNTIME}`, { serviceWorkers: 'block' })
    await ready(page)
    await flipKept(page, '.wasm')
    const before = server.requests.length
    await page.reload()
    await expectRight(page, { serve, browser })
    const later = server.requests.slice(before).filter(({ path }) => /\.onnx$|\.wasm$|labels/.test(path))
    expect(later).toEqual([expect.objectContaining({ path: expect.stringMatching(/\.wasm$/), status: 200 })])
  })

  test('in a kept part, the server gone: an error and no answer', async ({ serve, open }) => {
    const server = await serve(uncached)
    const visit = await open(server.url)
    await ready(visit.page)
    await flipKept(visit.page, parts.second.path)
    server.fail(/\.onnx$/, { kind: 'status', status: 503 })
    await visit.page.reload()
    await expectRefusal(visit, 'The model could not be downloaded')
  })
})

describe('a manifest that promises other files than there are', () => {
  let folder: string

  /** A copy of the model's folder, with another manifest. */
  async function withManifest(name: string, change: (manifest: string) => string): Promise<void> {
    folder = `${model.folder}-${name}`
    await rm(folder, { recursive: true, force: true })
    await cp(model.folder, folder, { recursive: true })
    const text = await readFile(join(folder, findManifest(folder) ?? ''), 'utf8')
    await writeManifest(folder, change(text))
  }

  test('such as another hash: a clear error, and no answer', async ({ serve, open }) => {
    const hash = 'ab'.repeat(32)
    const { path, sha256 } = parts.second
    const renamed = path.replace(sha256.slice(0, 16), hash.slice(0, 16))
    await withManifest('other-hash', (text) => text.replaceAll(path, renamed).replaceAll(sha256, hash))
    await cp(join(folder, path), join(folder, renamed))
    const server = await serve({ overlays: { 'model/': folder } })
    const visit = await open(server.url)
    await expectRefusal(visit, 'The model’s file is damaged')
    await visit.page.getByText(hash).first().waitFor({ state: 'attached' })
  })

  test('such as its parts in another order: a clear error, and no answer', async ({ serve, open }) => {
    await withManifest('other-order', (text) => {
      const manifest: { variants: { file: { parts: unknown[] } }[] } = JSON.parse(text)
      for (const { file } of manifest.variants) file.parts.reverse()
      return JSON.stringify(manifest)
    })
    const server = await serve({ overlays: { 'model/': folder } })
    await expectRefusal(await open(server.url), 'The model’s file is damaged')
  })

  test('such as an empty one: a clear error, and no answer', async ({ serve, open }) => {
    await withManifest('empty', () => '{}')
    const server = await serve({ overlays: { 'model/': folder } })
    await expectRefusal(await open(server.url), 'The model’s file is damaged')
  })
})

describe('a full disk', () => {
  const QUOTAS: [what: string, bytes: number][] = [
    ['with room for the page but not for the model', 2_000_000],
    ['with no room at all', 20_000],
  ]

  test.for(QUOTAS)(
    '%s: the answer is right, and the page says that it can’t keep the model',
    async ([, quotaSize], { serve, browser, open }) => {
      const server = await serve(small)
      // a place on the origin that stores nothing, to set the quota from
      const { page, context } = await open(`${server.origin}/nothing`)
      const devtools = await context.newCDPSession(page)
      await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.origin, quotaSize })
      await page.goto(server.url)
      await expectRight(page, { serve, browser })
      await page.getByText('The model could not be kept for the next visit').waitFor()
      expect(await page.getByText('Ready to work offline').count()).toBe(0)
    },
  )
})
