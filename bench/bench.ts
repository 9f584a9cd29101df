/**
 * `npm run bench`: the network in a browser, ours and the peers, side by side in one run. Prints tables and writes
 * `test-results/bench.json`. Times are never asserted; a peer that gives the wrong class ends the bench.
 *
 *     npm run bench -- [--rounds 15] [--only inference,sessions,answer,site,start] [--against FOLDER] [--json FILE]
 *
 * `--against` names another built site, with its model, for the comparison of the start.
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../e2e/browser.ts'
import { serveStatic } from '../e2e/static-server.ts'
import { buildModel } from '../model/build.ts'
import { measureInference, measureSessions, PHOTO } from './contestants.ts'
import { prepare } from './prepare.ts'
import { buildMeasuredSite, measureSite } from './site.ts'
import { measureWarmStart } from './warm-start.ts'
import { measureWholeWay } from './whole-way.ts'

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    json: { type: 'string', default: 'test-results/bench.json' },
    only: { type: 'string', default: 'inference,sessions,answer,site,start' },
    against: { type: 'string' },
  },
})
const ROUNDS = Number(flags.rounds)
const PARTS = new Set(flags.only.split(','))

const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

function say(text = ''): void {
  process.stdout.write(`${text}\n`)
}

/** What decides how fast integer products are. */
async function processor(): Promise<string> {
  const interesting = ['avx2', 'avx_vnni', 'avx512_vnni', 'avx512bw', 'fma', 'asimddp', 'i8mm']
  const info = existsSync('/proc/cpuinfo') ? await readFile('/proc/cpuinfo', 'utf8') : ''
  const found = new Set(/^(?:flags|Features)\s*:(.*)$/m.exec(info)?.[1]?.trim().split(/\s+/))
  const features = interesting.filter((feature) => found.has(feature)).join(' ')
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores; ${features || 'features unknown'}`
}

/** Ours and the peers in the bench's own page. */
async function measurePeers(page: Page, weights: string): Promise<Record<string, unknown>> {
  const result: Record<string, unknown> = {}
  await page.evaluate(() => window.bench.makeCrop('./photo'))
  if (PARTS.has('inference')) result.inference = await measureInference(page, ROUNDS, say)
  if (PARTS.has('sessions')) result.sessions = await measureSessions(page, ROUNDS, say)
  if (PARTS.has('answer')) result.answer = await measureWholeWay(page, weights, ROUNDS, say)
  return result
}

async function benchPage(): Promise<Record<string, unknown>> {
  if (!['inference', 'sessions', 'answer'].some((part) => PARTS.has(part))) return {}
  const { site, weights } = await prepare(PHOTO.path)
  const server = await serveStatic({
    root: site,
    headers: ISOLATED,
    overlays: { 'model/': 'public/model' },
  })
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage()
    await page.goto(server.url)
    return { browser: browser.version(), ...(await measurePeers(page, weights)) }
  } finally {
    await browser.close()
    await server.close()
  }
}

/** The built site as visitors get it. */
async function builtSite(): Promise<Record<string, unknown>> {
  const result: Record<string, unknown> = {}
  if (!PARTS.has('site') && !PARTS.has('start')) return result
  const root = await buildMeasuredSite()
  if (PARTS.has('site')) result.site = await measureSite(root, PHOTO.path, say)
  if (PARTS.has('start')) {
    const sites = { 'this site': root, ...(flags.against ? { 'the other': flags.against } : {}) }
    result.start = await measureWarmStart(sites, { photo: PHOTO.path, rounds: ROUNDS, say })
  }
  return result
}

async function main(): Promise<void> {
  const built = await buildModel()
  if (built.status !== 'built' && built.status !== 'current')
    throw new Error(`the model is ${built.status}: npm run model`)
  const machine = await processor()
  say(machine)
  const result = { machine, rounds: ROUNDS, ...(await benchPage()), ...(await builtSite()) }
  await mkdir(dirname(flags.json), { recursive: true })
  await writeFile(flags.json, `${JSON.stringify(result, null, 2)}\n`)
  say(`\nWrote ${flags.json}`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = 1
})
