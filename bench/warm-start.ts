/**
 * The second visit in a fresh browser process, as when somebody comes back the next day: from navigation to ready, and to
 * the answer of a photo that is chosen as soon as the page takes one.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { launchProfile } from '../e2e/browser.ts'
import { type StaticServer, serveStatic } from '../e2e/static-server.ts'
import { en } from '../src/words/en.ts'
import { interleave, type Runs, summaries, timesTable } from './rounds.ts'

/** A built site with its model, and a visitor who has been there. */
interface Visited {
  name: string
  server: StaticServer
  /** The browser's folder for this visitor. */
  profile: string
}

/** Fresh browser process; the visitor's caches and service worker are those of the visits before. */
async function withPage<T>({ profile }: Visited, work: (page: Page) => Promise<T>): Promise<T> {
  const context: BrowserContext = await launchProfile(profile, { locale: 'en-US' })
  try {
    const page = await context.newPage()
    await page.waitForTimeout(BROWSER_START)
    return await work(page)
  } finally {
    await context.close()
  }
}

/** The browser's own start, which would take the processors that the page needs, milliseconds. */
const BROWSER_START = 1500

/** In the page; the same in older builds. */
type Shown = (best: string) => boolean
const isReady: Shown = () => document.querySelector('.ready') !== null
/** A screen reader is told of an answer. */
const isAnswered: Shown = (best) =>
  [...document.querySelectorAll('[role=status]')].some(({ textContent }) => textContent?.startsWith(best))

/** @returns milliseconds from the navigation until something was shown, by the page's own clock, to a frame */
async function shownAfter(page: Page, shown: Shown): Promise<number> {
  const best = `${en.announce.done('').split(':')[0]}:`
  await page.waitForFunction(shown, best, { timeout: 60_000, polling: 'raf' })
  return page.evaluate(() => performance.now())
}

/** Until the page needs no network any more and its service worker serves it. */
async function firstVisits(visited: Visited, photo: string): Promise<void> {
  await withPage(visited, async (page) => {
    await page.goto(visited.server.url)
    await shownAfter(page, isReady)
    await page.setInputFiles('input[type=file]', photo)
    await shownAfter(page, isAnswered)
    await page.getByText(en.site.offline.ready).first().waitFor()
    // the service worker serves, and with it come threads, from the next load on
    await page.reload()
    await shownAfter(page, isReady)
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  })
}

const untilReady = (visited: Visited): Promise<number> =>
  withPage(visited, async (page) => {
    await page.goto(visited.server.url, { waitUntil: 'commit' })
    return shownAfter(page, isReady)
  })

const untilAnswered = (visited: Visited, photo: string): Promise<number> =>
  withPage(visited, async (page) => {
    await page.goto(visited.server.url, { waitUntil: 'commit' })
    await page.setInputFiles('input[type=file]', photo)
    return shownAfter(page, isAnswered)
  })

async function visit(name: string, root: string, photo: string): Promise<Visited> {
  const profile = await mkdtemp(join(tmpdir(), 'warm-start-'))
  const visited = { name, server: await serveStatic({ root }), profile }
  await firstVisits(visited, photo)
  return visited
}

/** @param sites folders of built sites with their models, by name; the last one is what the others are compared with */
export async function measureWarmStart(
  sites: Record<string, string>,
  { photo, rounds, say }: { photo: string; rounds: number; say: (line: string) => void },
) {
  const visitors: Visited[] = []
  try {
    for (const [name, root] of Object.entries(sites)) visitors.push(await visit(name, root, photo))
    const last = visitors.at(-1)?.name ?? ''
    const measured = async (what: string, run: (visited: Visited) => Promise<number>) => {
      const runs = visitors.map((visited): Runs[number] => [visited.name, () => run(visited)])
      const times = await interleave(runs, { rounds, warmUp: 1 })
      const references: [string, string][] = visitors.length > 1 ? [[`/ ${last}`, last]] : []
      say(`\n${timesTable(`second visit, fresh process, until ${what} [ms]`, times, references)}`)
      return summaries(times)
    }
    return {
      ready: await measured('ready', untilReady),
      answer: await measured('the answer', (visited) => untilAnswered(visited, photo)),
    }
  } finally {
    for (const { server, profile } of visitors) {
      await server.close()
      await rm(profile, { recursive: true, force: true })
    }
  }
}
