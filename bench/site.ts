import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { CDPSession, Page } from 'playwright-core'
import { launchBrowser } from '../e2e/browser.ts'
import { buildSite } from '../e2e/build-site.ts'
import { type StaticServer, serveStatic } from '../e2e/static-server.ts'
import { en } from '../src/words/en.ts'
import { summarize, table } from './statistics.ts'

/** Reloads and photos that are timed. */
const TIMES = 7

const OUT = resolve('.cache/bench/built-site')

/** Once the page says its answer. */
async function answered(page: Page): Promise<void> {
  const said = en.announce.done('').split(':')[0] ?? ''
  await page
    .getByRole('status')
    .filter({ hasText: said })
    .first()
    .waitFor({ state: 'attached', timeout: 60_000 })
}

/** The page asks for them once it has answered. */
const LATER = 'sample pictures'

/** A group of files by what they are for. */
function groupOf(path: string): string {
  if (path.startsWith('model/')) return 'model'
  if (path.endsWith('.wasm')) return 'runtime'
  if (path.endsWith('.jpg') && !path.includes('thumbnail')) return LATER
  return 'app'
}

interface Transfer {
  stored: number
  gzipped: number
}

/** What the server sent, by group. Requests answered by 304 or by a part of a file count with that part. */
async function transferred(server: StaticServer): Promise<Record<string, Transfer>> {
  const groups: Record<string, Transfer> = {}
  for (const { path, status } of server.requests) {
    if (status !== 200) continue
    const file = path.split('?')[0] || 'index.html'
    if (groupOf(file) === LATER) continue
    const bytes = await readFile(join(OUT, file))
    const group = groups[groupOf(file)] ?? { stored: 0, gzipped: 0 }
    groups[groupOf(file)] = group
    group.stored += bytes.length
    group.gzipped += Math.min(bytes.length, gzipSync(bytes, { level: 9 }).length)
  }
  return groups
}

interface TraceEvent {
  name: string
  dur?: number
  pid: number
  tid: number
  args?: { name?: string }
}

function isTraceEvent(value: object): value is TraceEvent {
  return 'name' in value && 'pid' in value && 'tid' in value
}

/** Longest task of the page's main thread while `work` runs, in milliseconds. */
async function longestTask(session: CDPSession, work: () => Promise<void>): Promise<number> {
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => {
    const collected: object[] = value
    events.push(...collected.filter(isTraceEvent))
  })
  await session.send('Tracing.start', {
    traceConfig: { includedCategories: ['toplevel', '__metadata'] },
    transferMode: 'ReportEvents',
  })
  await work()
  const complete = new Promise((done) => session.once('Tracing.tracingComplete', done))
  await session.send('Tracing.end')
  await complete
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  )
  const tasks = events.filter(({ name, pid, tid }) => /RunTask$/.test(name) && mains.has(`${pid}/${tid}`))
  return Math.max(0, ...tasks.map(({ dur = 0 }) => dur / 1000))
}

/** Peak resident memory of all renderers that this process started, MB. Linux only. */
function rendererPeak(browserPid: number): number | undefined {
  try {
    const peaks = readdirSync('/proc').flatMap((pid) => {
      if (!/^\d+$/.test(pid)) return []
      try {
        if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) return []
        const status = readFileSync(`/proc/${pid}/status`, 'utf8')
        if (!belongsTo(Number(pid), browserPid)) return []
        return [Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024]
      } catch {
        return [] // it has just ended
      }
    })
    return peaks.length > 0 ? Math.max(...peaks) : undefined
  } catch {
    return undefined // no /proc
  }
}

function belongsTo(pid: number, ancestor: number): boolean {
  for (let at = pid; at > 1; ) {
    if (at === ancestor) return true
    at = Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${at}/status`, 'utf8'))?.[1] ?? 0)
  }
  return false
}

export async function buildMeasuredSite(): Promise<string> {
  await buildSite({ build: { outDir: OUT, emptyOutDir: true } })
  return OUT
}

type Say = (line: string) => void

function sayBytes(bytes: Record<string, Transfer>, say: Say): Transfer {
  const total = Object.values(bytes).reduce(
    (sum, { stored, gzipped }) => ({ stored: sum.stored + stored, gzipped: sum.gzipped + gzipped }),
    { stored: 0, gzipped: 0 },
  )
  const rows = [...Object.entries(bytes), ['in all', total] as const].map(([group, { stored, gzipped }]) => [
    group,
    String(stored),
    String(gzipped),
  ])
  say(`\n${table([['first visit until its first answer [bytes]', 'stored', 'gzipped'], ...rows])}`)
  return total
}

/** @returns milliseconds from the reload to the answer, and of the longest task while the same photo is classified again */
async function timeReload(page: Page, session: CDPSession, photo: string) {
  const begin = performance.now()
  await page.reload()
  await page.setInputFiles('input[type=file]', photo)
  await answered(page)
  const reload = performance.now() - begin
  const task = await longestTask(session, async () => {
    await page.setInputFiles('input[type=file]', [])
    await page.setInputFiles('input[type=file]', photo)
    await page.waitForTimeout(50)
    await answered(page)
    await page.waitForTimeout(300)
  })
  return { reload, task }
}

async function timeReloads(page: Page, photo: string, say: Say) {
  const session = await page.context().newCDPSession(page)
  const reloads: number[] = []
  const tasks: number[] = []
  for (let i = 0; i < TIMES; i++) {
    const { reload, task } = await timeReload(page, session, photo)
    reloads.push(reload)
    tasks.push(task)
  }
  const line = (name: string, values: number[]) => {
    const { median, min, spread } = summarize(values)
    return [name, median.toFixed(1), min.toFixed(1), spread.toFixed(1)]
  }
  say(
    `\n${table([
      ['built site [ms]', 'median', 'min', 'spread'],
      line('from reload to the first answer, warm cache', reloads),
      line('longest main-thread task while classifying', tasks),
    ])}`,
  )
  return { reload: summarize(reloads), longestTask: summarize(tasks) }
}

/** The built site, from a static host without headers: bytes, reload, main thread, memory. */
export async function measureSite(root: string, photo: string, say: Say): Promise<unknown> {
  const server = await serveStatic({ root })
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({ locale: 'en-US' })
    const before = rendererPeak(process.pid)
    await page.goto(server.url)
    await page.setInputFiles('input[type=file]', photo)
    await answered(page)
    const bytes = await transferred(server)
    const total = sayBytes(bytes, say)
    const times = await timeReloads(page, photo, say)
    const peak = rendererPeak(process.pid)
    if (peak !== undefined) {
      say(
        `peak memory of the page's process, workers included: ${peak.toFixed(0)} MB${before ? ` (${before.toFixed(0)} MB when empty)` : ''}`,
      )
    }
    return { bytes: { ...bytes, total }, ...times, peakMemoryMB: peak }
  } finally {
    await browser.close()
    await server.close()
  }
}
