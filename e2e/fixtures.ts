import { mkdir } from 'node:fs/promises'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { test as base, expect, inject } from 'vitest'
import { launchBrowser } from './browser.ts'
import { ready } from './page.ts'
import { type StaticServer, type StaticServerOptions, serveStatic } from './static-server.ts'
import { foreignRequests, openVisit, type Visit } from './visit.ts'

const SCREENSHOTS = 'test-results'

async function screenshot(visit: Visit, name: string): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true })
  const file = `${SCREENSHOTS}/${name.replaceAll(/\W+/g, '-').slice(0, 80)}.png`
  // the failure that is being reported matters more than one here
  await visit.page.screenshot({ path: file, fullPage: true, timeout: 5000 }).catch(() => undefined)
}

/** For `serve`: the model from the pretrained weights, where it can be had. For tests to which the answers matter. */
export const realModel = () => ({ overlays: { 'model/': inject('model').folder } })

/** No request went to another origin, and nothing was thrown that nobody caught. */
function expectSound(visit: Visit, origin: string): void {
  expect(foreignRequests(visit, origin), 'requests to other origins').toEqual([])
  expect(visit.pageErrors, 'uncaught exceptions').toEqual([])
}

interface OpenVisit {
  visit: Visit
  server: StaticServer
}

type ServedModel = 'tiny' | 'real'

/** A visitor for each model, who stays for all tests of a file. */
class Visitors {
  readonly #browser: Browser
  readonly #visits = new Map<ServedModel, OpenVisit>()

  constructor(browser: Browser) {
    this.#browser = browser
  }

  /** The visitor's page, empty, the model ready. */
  async page(model: ServedModel): Promise<Visit> {
    const known = this.#visits.get(model)
    if (known) {
      await known.visit.page.reload()
      await ready(known.visit.page)
      return known.visit
    }
    const folder = model === 'real' ? inject('model').folder : inject('tinyModel')
    const server = await serveStatic({ root: inject('site'), overlays: { 'model/': folder } })
    const visit = await openVisit(this.#browser, server.url)
    this.#visits.set(model, { visit, server })
    await ready(visit.page)
    return visit
  }

  async close(): Promise<void> {
    const visits = [...this.#visits.values()]
    await Promise.all(visits.map(({ visit }) => visit.close()))
    await Promise.all(visits.map(({ server }) => server.close()))
    for (const { visit, server } of visits) expectSound(visit, server.origin)
  }
}

/** The test function of all browser tests. */
export const test = base
  /** More flags for the browser, which then is one of the file's own; set with `test.override`. */
  .extend('browserArgs', { scope: 'file' }, (): string[] => [])
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
  .extend('sharedBrowser', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const browser = await launchBrowser()
    onCleanup(() => browser.close())
    return browser
  })
  .extend('browser', { scope: 'file' }, async ({ browserArgs, sharedBrowser }, { onCleanup }) => {
    if (browserArgs.length === 0) return sharedBrowser
    const browser = await launchBrowser({ args: browserArgs })
    onCleanup(() => browser.close())
    return browser
  })
  /** Serves the built site (or `root`) with a tiny model (or another overlay) for the length of the test. */
  .extend('serve', ({ task: _ }, { onCleanup }) => {
    const servers: StaticServer[] = []
    onCleanup(async () => {
      await Promise.all(servers.map((server) => server.close()))
    })
    return async (options: Partial<StaticServerOptions> = {}): Promise<StaticServer> => {
      const server = await serveStatic({
        root: inject('site'),
        ...options,
        overlays: { 'model/': inject('tinyModel'), ...options.overlays },
      })
      servers.push(server)
      return server
    }
  })
  /**
   * Opens an address for a new visitor. After the test: no request went to another origin, and nothing was thrown
   * that nobody caught.
   */
  .extend('open', ({ browser, serve: _, task }, { onCleanup }) => {
    // `serve` is named so that the visits end before the servers
    const visits: { visit: Visit; origin: string }[] = []
    onCleanup(async () => {
      for (const { visit } of visits) {
        if (task.result?.state === 'fail') await screenshot(visit, task.name)
        await visit.close()
      }
      for (const { visit, origin } of visits) expectSound(visit, origin)
    })
    return async (url: string, options?: BrowserContextOptions): Promise<Visit> => {
      const visit = await openVisit(browser, url, options)
      visits.push({ visit, origin: new URL(url).origin })
      return visit
    }
  })
  .extend('visitors', { scope: 'file' }, ({ browser }, { onCleanup }) => {
    const visitors = new Visitors(browser)
    onCleanup(() => visitors.close())
    return visitors
  })
  /**
   * A page on which the model is ready and nothing has been chosen. The tests of a file share the visitor: for those
   * that ask what a page says, not what a visit loads and keeps.
   */
  .extend('readyPage', ({ visitors, task }, { onCleanup }) => {
    const visits: Visit[] = []
    onCleanup(async () => {
      if (task.result?.state === 'fail') for (const visit of visits) await screenshot(visit, task.name)
    })
    return async (model: ServedModel = 'tiny'): Promise<Page> => {
      const visit = await visitors.page(model)
      visits.push(visit)
      return visit.page
    }
  })
