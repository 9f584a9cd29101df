/**
 * `npx tsx scripts/memory.ts [--site FOLDER] [--picks N] [--size WxH]`: picks one photo after another on the built page
 * (or on another one, with its own model) and prints how large the page's process is. Small photos show best what is
 * kept: Chromium's cache of decoded images ends at a thousand or at 512 MB. Linux alone: sizes are read from `/proc`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../e2e/browser.ts'
import { builtSite } from '../e2e/build-site.ts'
import { answered, ready } from '../e2e/page.ts'
import { picture, type Upload } from '../e2e/pictures.ts'
import { tinyModel } from '../e2e/small-model.ts'
import { serveStatic } from '../e2e/static-server.ts'
import { openVisit } from '../e2e/visit.ts'

const { values } = parseArgs({
  options: {
    site: { type: 'string' },
    picks: { type: 'string', default: '1000' },
    size: { type: 'string', default: '440x346' },
  },
})

/** What the issue allows between the first and the last of these, MB. */
const LIMIT = 60
const FIRST = 100

/** Resident memory of the largest renderer, which is the page's, MB. */
async function pageMemory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0))
  return Math.max(...sizes) / 1024
}

/** Ten files, since a page that is given the same one twice could keep what it has. */
function photoFiles(folder: string, width: number, height: number): { upload: Upload; path: string }[] {
  return Array.from({ length: 10 }, (_, i) => {
    const upload = picture(`photo-${i}.png`, { width, height, seed: i + 1 })
    const path = join(folder, upload.name)
    writeFileSync(path, upload.buffer)
    return { upload, path }
  })
}

const folder = mkdtempSync(join(tmpdir(), 'memory-'))
const server = await serveStatic(
  values.site
    ? { root: values.site }
    : { root: await builtSite(), overlays: { 'model/': await tinyModel() } },
)
const browser = await launchBrowser()
const visit = await openVisit(browser, server.url)
const { page, context } = visit
const devtools = await context.newCDPSession(page)
try {
  const [width = 440, height = 346] = values.size.split('x').map(Number)
  const files = photoFiles(folder, width, height)
  await ready(page)
  const picks = Number(values.picks)
  let first = 0
  for (let pick = 1; pick <= picks; pick++) {
    const file = files[pick % files.length]
    if (!file) throw new Error('no photo')
    await page.setInputFiles('input[type=file]', file.path)
    await answered(page, file.upload)
    if (pick !== 10 && pick !== 50 && pick % 100 !== 0) continue
    // what waits to be collected is not kept
    await devtools.send('HeapProfiler.collectGarbage')
    await page.waitForTimeout(1000)
    const memory = await pageMemory(browser)
    if (pick === FIRST) first = memory
    console.log(`${pick} picks: ${memory.toFixed(0)} MB`)
    if (pick === picks && pick > FIRST && memory - first > LIMIT) {
      process.exitCode = 1
      console.log(`more than ${LIMIT} MB since ${FIRST}`)
    }
  }
} finally {
  await visit.close()
  await browser.close()
  await server.close()
  rmSync(folder, { recursive: true })
}
