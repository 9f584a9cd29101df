import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { test } from './fixtures.ts'
import { foreignRequests, openVisit, type Visit } from './visit.ts'

// The proof that the guard of the other tests can fail: whoever asks another host is seen, by both of its eyes.

const FOREIGN = 'http://other.invalid'

let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'leaky-site-'))
  const files = {
    'index.html': '<!doctype html><link rel="icon" href="data:,"><title>Leaky</title>',
    'worker.js': `fetch('${FOREIGN}/worker').catch(() => {}).then(() => postMessage('asked'))`,
    'outer.js': `new Worker('inner.js').onmessage = () => postMessage('asked')`,
    'inner.js': `fetch('${FOREIGN}/inner').catch(() => {}).then(() => postMessage('asked'))`,
    'sw.js': `self.addEventListener('install', (event) =>
      event.waitUntil(fetch('${FOREIGN}/service-worker').catch(() => {})))`,
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text)
})

afterAll(() => rm(root, { recursive: true }))

const workerAsks = ({ page }: Visit, script: string) =>
  page.evaluate(
    (url) =>
      new Promise<void>((resolve) => {
        new Worker(url).addEventListener('message', () => resolve())
      }),
    script,
  )

const LEAKS: [who: string, address: string, (visit: Visit) => Promise<unknown>][] = [
  ['the page', 'page', ({ page }) => page.evaluate((url) => fetch(url).catch(() => {}), `${FOREIGN}/page`)],
  [
    'an image',
    'image',
    ({ page }) =>
      page.evaluate((url) => {
        new Image().src = url
      }, `${FOREIGN}/image`),
  ],
  [
    'a beacon',
    'beacon',
    ({ page }) => page.evaluate((url) => navigator.sendBeacon(url, 'photo'), `${FOREIGN}/beacon`),
  ],
  ['a worker', 'worker', (visit) => workerAsks(visit, 'worker.js')],
  ['a worker of a worker', 'inner', (visit) => workerAsks(visit, 'outer.js')],
  [
    'a service worker',
    'service-worker',
    ({ page }) =>
      page.evaluate(async () => {
        await navigator.serviceWorker.register('sw.js')
        await navigator.serviceWorker.ready
      }),
  ],
]

test.for(LEAKS)(
  'a request of %s to another origin is seen',
  async ([, address, leak], { browser, serve }) => {
    const server = await serve({ root })
    const visit = await openVisit(browser, server.url)
    try {
      await leak(visit)
      await expect.poll(() => visit.caught.join()).toContain(`${FOREIGN}/${address}`)
      await expect.poll(() => visit.requests).toContain(`${FOREIGN}/${address}`)
      expect(foreignRequests(visit, server.origin).length).toBeGreaterThan(0)
    } finally {
      await visit.close()
    }
  },
)

test('a WebSocket to another origin is seen', async ({ browser, serve }) => {
  const server = await serve({ root })
  const visit = await openVisit(browser, server.url)
  try {
    await visit.page.evaluate(() => void new WebSocket('ws://other.invalid/socket'))
    await expect.poll(() => visit.caught.join()).toContain('other.invalid')
  } finally {
    await visit.close()
  }
})

test("requests to the site's own origin, data: and blob: addresses are none to another", async ({
  browser,
  serve,
}) => {
  const server = await serve({ root })
  const visit = await openVisit(browser, server.url)
  try {
    await visit.page.evaluate(async () => {
      await fetch('worker.js')
      await fetch('data:,x')
      await fetch(URL.createObjectURL(new Blob(['x'])))
    })
    expect(foreignRequests(visit, server.origin)).toEqual([])
  } finally {
    await visit.close()
  }
})
