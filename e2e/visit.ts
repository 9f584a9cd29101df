import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { type CatchAll, startCatchAll } from './static-server.ts'

/** A fresh visitor (no cache, no storage) on one page, and all that was seen of the visit. */
export interface Visit {
  page: Page
  context: BrowserContext
  /** URLs that the browser's protocol reported: the page's, its workers' and its service worker's requests. */
  requests: readonly string[]
  /** What was asked of other hosts, as the proxy saw it: misses nothing that is HTTP, whichever thread asked. */
  caught: readonly string[]
  consoleErrors: readonly string[]
  /** Exceptions that nobody caught. */
  pageErrors: readonly string[]
  close(): Promise<void>
}

/** The requests of a visit that went anywhere but to `origin`. */
export function foreignRequests({ requests, caught }: Pick<Visit, 'requests' | 'caught'>, origin: string) {
  const reported = requests.filter((url) => {
    const { protocol, origin: target } = new URL(url)
    // data: has no origin; about: and chrome: never leave the browser
    return /^(https?|wss?|blob):$/.test(protocol) && target.replace(/^ws/, 'http') !== origin
  })
  return [...reported, ...caught]
}

async function openContext(
  browser: Browser,
  url: string,
  catchAll: CatchAll,
  options: BrowserContextOptions,
) {
  try {
    return await browser.newContext({
      locale: 'en-US',
      reducedMotion: 'reduce', // what moves is drawn by the processor, which the tests need
      ...options,
      proxy: { server: catchAll.origin, bypass: new URL(url).host },
    })
  } catch (error) {
    await catchAll.close()
    throw error
  }
}

/** A step may take so long, milliseconds: beside software WebGPU a page can need half a minute to be ready. */
export const PATIENCE = 90_000

/** Opens a page for a new visitor whose browser can reach the host of `url` and no other. Whoever calls closes it. */
export async function openVisit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const catchAll = await startCatchAll()
  const context = await openContext(browser, url, catchAll, options)
  context.setDefaultTimeout(PATIENCE)
  const requests: string[] = []
  const consoleErrors: string[] = []
  const pageErrors: string[] = []
  context.on('request', (request) => requests.push(request.url()))
  context.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(`${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (webError) => pageErrors.push(String(webError.error())))
  const page = await context.newPage()
  page.on('websocket', (socket) => requests.push(socket.url()))
  const visit: Visit = {
    page,
    context,
    requests,
    caught: catchAll.requests,
    consoleErrors,
    pageErrors,
    async close() {
      await context.close()
      await catchAll.close()
    },
  }
  try {
    await page.goto(url)
  } catch (error) {
    await visit.close()
    throw error
  }
  return visit
}
