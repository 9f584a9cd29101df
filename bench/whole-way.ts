/** From a photo's file to the answer, against the tutorial's server on loopback. */
import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { PAUSE, PHOTO, stopPeer, WARM_UP } from './contestants.ts'
import { type Flask, startFlask } from './flask.ts'
import { interleave, type Runs, summaries, timesTable } from './rounds.ts'
import { summarize } from './statistics.ts'

const OURS = 'ours, chosen by itself'

interface Photo {
  label: string
  /** Relative to the bench's page. */
  url: string
  bytes: Uint8Array
}

/** Milliseconds of each step of our own, round by round. */
class Steps {
  readonly decode: number[] = []
  readonly preprocess: number[] = []
  readonly inference: number[] = []
}

async function photosOf(page: Page): Promise<Photo[]> {
  const big = Buffer.from(await page.evaluate(() => window.bench.enlarge('./photo', 4000, 3000)), 'base64')
  return [
    { label: PHOTO.path.split('/').at(-1) ?? 'photo', url: './photo', bytes: await readFile(PHOTO.path) },
    {
      label: `12 megapixels, ${(big.length / 1e6).toFixed(1)} MB`,
      url: `data:image/jpeg;base64,${big.toString('base64')}`,
      bytes: big,
    },
  ]
}

async function runOurs(page: Page, url: string, steps: Steps): Promise<number> {
  const ran = await page.evaluate(([name, photo]) => window.bench.runOurs(name, photo), [OURS, url] as const)
  if (ran.best !== PHOTO.best) throw new Error(`ours says class ${ran.best}`)
  steps.decode.push(ran.decode)
  steps.preprocess.push(ran.preprocess)
  steps.inference.push(ran.milliseconds)
  await setTimeout(PAUSE)
  return ran.whole
}

async function runFlask(flask: Flask, bytes: Uint8Array): Promise<number> {
  const { milliseconds, best } = await flask.predict(bytes)
  if (best !== PHOTO.best) throw new Error(`Flask says class ${best}`)
  await setTimeout(PAUSE)
  return milliseconds
}

/** @param weights folder of the weights that the tutorial's server reads */
export async function measureWholeWay(
  page: Page,
  weights: string,
  rounds: number,
  say: (line: string) => void,
) {
  const chosen = await page.evaluate((name) => window.bench.startOurs(name, {}), OURS)
  const photos = await photosOf(page)
  const steps = new Map(photos.map(({ label }) => [label, new Steps()]))
  const flask = await startFlask(weights)
  try {
    const runs = photos.flatMap(
      ({ label, url, bytes }): Runs => [
        [`ours: ${label}`, () => runOurs(page, url, steps.get(label) ?? new Steps())],
        ...(flask ? ([[`Flask: ${label}`, () => runFlask(flask, bytes)]] satisfies Runs) : []),
      ],
    )
    const times = await interleave(runs, { rounds, warmUp: WARM_UP })
    const references = photos.map(({ label }): [string, string] => [
      `/ Flask, ${label.slice(0, 6)}`,
      `Flask: ${label}`,
    ])
    say(`\n${timesTable('from file to answer [ms]', times, flask ? references : [])}`)
    say(`ours: ${chosen.backend}, ${chosen.threads} threads, ${chosen.model}`)
    for (const [label, parts] of steps) {
      const medians = Object.entries(parts).map(
        ([part, values]) => `${part} ${summarize(values).median.toFixed(1)}`,
      )
      say(`${label}: ${medians.join(', ')}`)
    }
    say(flask?.description ?? 'Flask, torch and torchvision are not there: left out')
    return { chosen, times: summaries(times), flask: flask?.description ?? null }
  } finally {
    await flask?.stop()
    await stopPeer(page, OURS)
  }
}
