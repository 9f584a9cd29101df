import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject } from 'vitest'
import type { Probe } from '../src/offline/probes.ts'
import { launchBrowser } from './browser.ts'
import { type CountingServer, startCounting } from './counting-server.ts'
import { test } from './fixtures.ts'
import { answered, choose, ready, served } from './page.ts'
import { picture } from './pictures.ts'

// Whether the browser really refuses to send, tried against a server that counts. These visits go through no proxy,
// as those of the other tests do: it would keep everything from that server.

let browser: Browser
let elsewhere: CountingServer
/** The page's own attempts (`src/offline/probes.ts`), as a script for threads of any kind. */
let probes: string

beforeAll(async () => {
  // the other tests switch QUIC off, and WebTransport with it
  browser = await launchBrowser({ ignoreDefaultArgs: ['--disable-quic'] })
  const bundle = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry: 'src/offline/probes.ts', formats: ['iife'], name: 'probes' } },
  })
  const [output] = [bundle].flat().flatMap((result) => ('output' in result ? result.output : []))
  if (output?.type !== 'chunk') throw new Error('The probes could not be built.')
  probes = output.code
})

afterAll(() => browser.close())

let context: BrowserContext

beforeEach(async () => {
  elsewhere = await startCounting()
})

afterEach(async () => {
  await context.close()
  await elsewhere.close()
})

/** A page or a worker. */
interface Thread {
  evaluate<R>(script: string): Promise<R>
}

/** What became of each attempt, by name. */
async function attempts(thread: Thread, url: string): Promise<Record<string, Probe['result']>> {
  const results = await thread.evaluate<Probe[]>(`${probes}; probes.runProbes(${JSON.stringify(url)})`)
  return Object.fromEntries(results.map(({ name, result }) => [name, result]))
}

/** A thread started by a thread tries to send: what it says, or `refused` when it can't even start. */
function nestedAttempt(thread: Thread, url: string): Promise<unknown> {
  const script = `fetch(${JSON.stringify(`${url}?nested`)}, { mode: 'no-cors' })
    .then(() => postMessage('sent'), () => postMessage('refused'))`
  return thread.evaluate(`new Promise((resolve) => {
    try {
      const script = new Blob([${JSON.stringify(script)}], { type: 'text/javascript' })
      const worker = new Worker(URL.createObjectURL(script))
      worker.onmessage = ({ data }) => resolve(data)
      worker.onerror = () => resolve('refused')
    } catch {
      resolve('refused')
    }
  })`)
}

describe('without any policy', () => {
  let root: string

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'lawless-site-'))
    await writeFile(
      join(root, 'index.html'),
      '<!doctype html><link rel="icon" href="data:,"><title>-</title>',
    )
    await writeFile(join(root, 'worker.js'), 'postMessage("started")')
  })

  afterAll(() => rm(root, { recursive: true }))

  /** What arrives when nothing is refused: the proof that the tests below can fail. */
  const arrives = (name: string) => expect.stringContaining(`?${encodeURIComponent(name)}`)

  test('the attempts of a page arrive elsewhere', async ({ serve }) => {
    context = await browser.newContext()
    const page = await context.newPage()
    await page.goto((await serve({ root })).url)
    const results = await attempts(page, elsewhere.url)
    expect(Object.values(results)).not.toContain('absent')
    expect(results).toMatchObject({
      fetch: 'sent',
      XMLHttpRequest: 'sent',
      'import()': 'sent',
    })
    expect(await nestedAttempt(page, elsewhere.url)).toBe('sent')
    for (const name of [
      'fetch',
      'XMLHttpRequest',
      'WebSocket',
      'EventSource',
      'sendBeacon',
      'Image',
      'import()',
    ])
      expect(elsewhere.requests).toContainEqual(arrives(name))
    expect(elsewhere.requests).toContainEqual(arrives('nested'))
    expect(elsewhere.requests).toContain('UDP') // WebTransport
  })

  test('the attempts of a worker arrive elsewhere', async ({ serve }) => {
    context = await browser.newContext()
    const page = await context.newPage()
    await page.goto((await serve({ root })).url)
    const [worker] = await Promise.all([
      page.waitForEvent('worker'),
      page.evaluate(() => void new Worker('worker.js', { type: 'module' })),
    ])
    await attempts(worker, elsewhere.url)
    expect(await nestedAttempt(worker, elsewhere.url)).toBe('sent')
    for (const name of ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'import()', 'nested'])
      expect(elsewhere.requests).toContainEqual(arrives(name))
    expect(elsewhere.requests).toContain('UDP')
  })
})

const REFUSED_PAGE: Record<string, Probe['result']> = {
  fetch: 'refused',
  XMLHttpRequest: 'refused',
  WebSocket: 'refused',
  EventSource: 'refused',
  sendBeacon: 'refused',
  Image: 'refused',
  'import()': 'refused',
  WebTransport: 'refused',
  Worker: 'refused',
}

/** Workers have no beacons and no images. */
const REFUSED_WORKER = { ...REFUSED_PAGE, sendBeacon: 'absent', Image: 'absent' }

/** The address of the thread that sees the photos; its own threads, which wait in wasm, can't be asked. */
const CLASSIFIER = /\/assets\/worker-|^blob:/

/** Comes back once the service worker answers: the policy comes with every file then. */
async function comeBack(page: Page): Promise<void> {
  await served(page)
  await page.reload()
  await ready(page)
}

const VISITORS: [
  who: string,
  open: () => Promise<BrowserContext>,
  prepare?: (page: Page) => Promise<void>,
][] = [
  ['on a first visit', () => browser.newContext()],
  ['served by the service worker', () => browser.newContext(), comeBack],
  ['where service workers are blocked', () => browser.newContext({ serviceWorkers: 'block' })],
  [
    'where there are no service workers',
    async () => {
      const without = await browser.newContext()
      await without.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'))
      return without
    },
  ],
]

describe.for(VISITORS)('the built site, %s', ([, openContext, prepare]) => {
  test('can send nothing elsewhere, from the page and from the thread that sees the photos', async ({
    serve,
  }) => {
    context = await openContext()
    const page = await context.newPage()
    await page.goto((await serve()).url)
    await ready(page)
    await prepare?.(page)
    const photo = picture('waves.png')
    await choose(page, photo)
    await answered(page, photo)

    const workers = page.workers().filter((worker) => CLASSIFIER.test(worker.url()))
    expect(workers).toHaveLength(1)
    expect(await attempts(page, elsewhere.url)).toEqual(REFUSED_PAGE)
    expect(await nestedAttempt(page, elsewhere.url)).toBe('refused')
    for (const worker of workers) {
      expect(await attempts(worker, elsewhere.url)).toEqual(REFUSED_WORKER)
      expect(await nestedAttempt(worker, elsewhere.url)).toBe('refused')
    }
    expect(elsewhere.requests).toEqual([])
    expect(elsewhere.connections()).toBe(0)
  })
})

describe('the service worker', () => {
  test('asks only for files of its own origin, by GET', async ({ serve }) => {
    context = await browser.newContext()
    const asked: string[] = []
    context.on('request', (request) => {
      if (request.serviceWorker()) asked.push(`${request.method()} ${new URL(request.url()).origin}`)
    })
    const server = await serve()
    const page = await context.newPage()
    await page.goto(server.url)
    await ready(page)
    await served(page)
    const photo = picture('waves.png')
    await choose(page, photo)
    await answered(page, photo)
    // things that a page may ask of it, and that it must not pass on
    const statuses = await page.evaluate(async () => {
      const body = new FormData()
      body.append('file', new Blob(['photo']), 'photo.jpg')
      const answers = await Promise.all(
        ['POST', 'PUT', 'DELETE'].map((method) =>
          fetch('model/manifest-0123456789abcdef.json', { method, body }),
        ),
      )
      return answers.map(({ status }) => status)
    })
    expect(statuses).toEqual([405, 405, 405])
    expect(asked.length).toBeGreaterThan(5)
    expect(new Set(asked)).toEqual(new Set([`GET ${server.origin}`]))
    expect(server.requests.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  test('has one place in its built script that reaches the network, and is short', async () => {
    const script = await readFile(join(inject('site'), 'service-worker.js'), 'utf8')
    expect(script.match(/\bfetch\b(?=[\s]*\()/g)).toHaveLength(1)
    expect(script).toMatch(/only GET requests to the own origin are sent/)
    expect(script).not.toMatch(
      /XMLHttpRequest|WebSocket|EventSource|WebTransport|RTC|sendBeacon|importScripts|\bimport\b|\beval\(|\.fetch\b|\[[`'"]fetch/,
    )
    expect(script.length - script.indexOf('\n')).toBeLessThan(12_000) // without the list of the shell's files
  })
})
