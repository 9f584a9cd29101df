import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeAll, expect } from 'vitest'
import { isCI } from '../scripts/test-setup/real-model.ts'
import { mutant } from '../src/classifier/source/test-files/mutations.ts'
import { type Seed, seeds } from '../src/classifier/source/test-files/seeds.ts'
import { type Answered, allCases, type Case } from './bad-input-cases.ts'
import { test } from './fixtures.ts'
import { harnessSite } from './harness-site.ts'
import { picture } from './pictures.ts'
import type { Visit } from './visit.ts'

/** What may come of a photo that is at fault. */
const REFUSALS = ['not-an-image', 'damaged-image', 'unsupported-image', 'image-too-large']
/** Longest time for a file. */
const LIMIT = 10_000

let harness: string
let whole: Seed[]

beforeAll(async () => {
  harness = await harnessSite()
  whole = await seeds()
})

interface Result {
  /** `answer`, an error's code, or what else came. */
  what: string
  size?: { width: number; height: number }
  /** Mean of the crop. */
  colour?: number[]
  ms: number
}

/** Gives files to the classifier, one after the other. */
async function give(
  { page }: Visit,
  files: { bytes: Uint8Array; type?: string; view?: 'center' | 'whole' }[],
): Promise<Result[]> {
  const given = files.map(({ bytes, type = '', view = 'center' }) => ({
    base64: Buffer.from(bytes).toString('base64'),
    type,
    view,
  }))
  return page.evaluate(
    async ({ given, limit }) => {
      async function ask(blob: Blob, view: 'center' | 'whole'): Promise<Omit<Result, 'ms'>> {
        try {
          const { width, height, pixels } = await window.harness.classify(blob, { view: { kind: view } })
          const sum = [0, 0, 0]
          const crop = atob(pixels)
          for (let i = 0; i < crop.length; i++)
            if (i % 4 < 3) sum[i % 4] = (sum[i % 4] ?? 0) + crop.charCodeAt(i)
          return { what: 'answer', size: { width, height }, colour: sum.map((s) => (s * 4) / crop.length) }
        } catch (error) {
          return { what: String((error as { code?: string }).code ?? error) }
        }
      }
      const results: Result[] = []
      for (const { base64, type, view } of given) {
        const blob = new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type })
        const start = performance.now()
        const late = new Promise<{ what: string }>((done) => setTimeout(done, limit, { what: 'no end' }))
        const result = await Promise.race([ask(blob, view), late])
        results.push({ ...result, ms: performance.now() - start })
      }
      return results
    },
    { given, limit: LIMIT },
  )
}

const GOOD = picture('waves.png')

/** Everything of a good photo's answer, as one text. */
const goodAnswer = ({ page }: Visit) =>
  page.evaluate(async (base64) => {
    const photo = new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))])
    const { pixels, predictions, width, height } = await window.harness.classify(photo, {})
    return JSON.stringify({ pixels, predictions, width, height })
  }, GOOD.buffer.toString('base64'))

/** Opens the page and watches it; `unharmed` says that files did no harm but for being refused. */
async function openWatched(
  { url }: { url: string },
  open: (url: string) => Promise<Visit>,
): Promise<{ visit: Visit; unharmed: () => Promise<void> }> {
  const visit = await open(`${url}harness/?default`)
  const known = await goodAnswer(visit)
  const requests = visit.requests.length
  const workers = visit.page.workers()
  expect(workers.length).toBeGreaterThan(0)
  for (const worker of workers)
    await worker.evaluate(() => {
      const faults: string[] = []
      Object.assign(self, { faults })
      self.addEventListener('error', ({ message }) => faults.push(message))
      self.addEventListener('unhandledrejection', ({ reason }) => faults.push(String(reason)))
    })
  return {
    visit,
    async unharmed() {
      expect(await goodAnswer(visit), 'the good photo’s answer').toBe(known)
      expect(visit.requests.slice(requests), 'requests').toEqual([])
      expect(visit.consoleErrors, 'console').toEqual([])
      expect(visit.pageErrors, 'uncaught').toEqual([])
      expect(visit.page.workers(), 'workers').toEqual(workers)
      for (const worker of workers)
        expect(
          await worker.evaluate(() => (self as unknown as { faults: string[] }).faults),
          'uncaught in a worker',
        ).toEqual([])
    },
  }
}

/** What is wrong with a result; nothing where it is as it should be. */
function fault({ expected }: Pick<Case, 'expected'>, { what, size, colour, ms }: Result): string | undefined {
  const seen = `${what} ${JSON.stringify({ size, colour, ms })}`
  if (typeof expected === 'string') {
    if (what !== expected) return `${expected} expected: ${seen}`
    return expected === 'image-too-large' && ms > LIMIT / 4 ? `too slow: ${seen}` : undefined
  }
  const near = (wanted: Answered['colour']) =>
    !wanted || wanted.every((value, i) => Math.abs(value - (colour?.[i] ?? -9)) <= 3)
  const same = size?.width === expected.width && size.height === expected.height
  return what === 'answer' && same && near(expected.colour)
    ? undefined
    : `${JSON.stringify(expected)} expected: ${seen}`
}

test('files by hand, odd or forged, are answered or refused as they should be', async ({ serve, open }) => {
  const { visit, unharmed } = await openWatched(await serve({ root: harness }), open)
  const cases = await allCases(whole)
  const results = await give(visit, cases)
  const faults = cases.flatMap((given, i) => {
    const wrong = fault(given, results[i] as Result)
    return wrong ? [`${given.name}: ${wrong}`] : []
  })
  expect(faults).toEqual([])
  await unharmed()
})

/** The usual run is always the same; a long one is another each time, and says which. */
const FILES = Number(process.env.FUZZ_FILES ?? 200)
const SEED = Number(process.env.FUZZ_SEED ?? (process.env.FUZZ_FILES ? Date.now() % 2 ** 31 : 1))

/** How often each came. */
function tally(results: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const what of results) counts.set(what, (counts.get(what) ?? 0) + 1)
  return [...counts].map(([what, count]) => `${count} ${what}`).join(', ')
}

test(`damaged files (FUZZ_FILES=${FILES} FUZZ_SEED=${SEED}) are answered or refused, and the next good photo as ever`, {
  timeout: 180_000 + FILES * 1000,
}, async ({ serve, open }) => {
  const { visit, unharmed } = await openWatched(await serve({ root: harness }), open)
  const seen: string[] = []
  const wrong: string[] = []
  let slowest = 0
  for (let at = 0; at < FILES; at += 20) {
    const files = Array.from({ length: Math.min(20, FILES - at) }, (_, i) => mutant(whole, SEED + at + i))
    const results = await give(visit, files)
    for (const [i, { what, ms }] of results.entries()) {
      seen.push(what)
      slowest = Math.max(slowest, ms)
      if (what !== 'answer' && !REFUSALS.includes(what)) wrong.push(`${files[i]?.name}: ${what}`)
    }
    await unharmed()
  }
  process.stdout.write(
    `damaged files, seed ${SEED}: of ${FILES}, ${tally(seen)}; the slowest took ${Math.round(slowest)} ms\n`,
  )
  expect(wrong).toEqual([])
})

const IMAGES = resolve('../shared/images')
const withoutImages = !existsSync(IMAGES) && (!isCI() || process.env.MISSING_PHOTOS === 'skip')

/** Of `images/decode`, what Chromium can't or we won't decode; all others are answered. */
const REFUSED: Record<string, string> = {
  'pillow-16bit.cropped.tif': 'unsupported-image',
  'pillow-pngtest_bad.png.bin': 'not-an-image', // its signature is damaged
  'sharp-corrupt-header.jpg': 'damaged-image',
  'sharp-giant-image.jpg': 'image-too-large',
  'sharp-truncated.jpg': 'damaged-image',
}

test.skipIf(withoutImages).for(['decode', 'exif'])(
  'photos of %s are answered or refused as they should be (skipped without ../shared)',
  async (folder, { serve, open }) => {
    const { visit, unharmed } = await openWatched(await serve({ root: harness }), open)
    const names = readdirSync(`${IMAGES}/${folder}`)
    const seen: string[] = []
    for (const name of names) {
      const [result] = await give(visit, [{ bytes: readFileSync(`${IMAGES}/${folder}/${name}`) }])
      seen.push(result?.what ?? 'nothing')
    }
    process.stdout.write(`photos of ${folder}: of ${names.length}, ${tally(seen)}\n`)
    const expected = names.map((name) => [name, REFUSED[name] ?? 'answer'])
    expect(names.map((name, i) => [name, seen[i]])).toEqual(expected)
    await unharmed()
  },
)
