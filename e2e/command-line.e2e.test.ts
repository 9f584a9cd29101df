/** How many photos the command line answers as the page does, to the last digit. */
import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeAll, expect, inject } from 'vitest'
import { readRecords, runCommand } from '../cli/run-command.ts'
import { isCI } from '../scripts/test-setup/real-model.ts'
import { realModel, test } from './fixtures.ts'
import { harnessSite } from './harness-site.ts'
import type { Visit } from './visit.ts'

const PHOTOS = resolve('../shared/images/check')
const withoutPhotos = !existsSync(PHOTOS) && (!isCI() || process.env.MISSING_PHOTOS === 'skip')

let harness: string

beforeAll(async () => {
  harness = await harnessSite()
})

type Answer = [classId: string, probability: number][]

/** The page's answer. */
function askPage({ page }: Visit, photo: string, colorSpaceConversion: 'default' | 'none'): Promise<Answer> {
  return page.evaluate(
    async ({ photo, colorSpaceConversion }) => {
      const file = await (await fetch(`../photos/${encodeURIComponent(photo)}`)).blob()
      const { predictions } = await window.harness.classifier.classify(file, { colorSpaceConversion })
      return predictions.map(({ classId, probability }): [string, number] => [classId, probability])
    },
    { photo, colorSpaceConversion },
  )
}

/** The largest difference of a probability; infinite where the classes or their order differ. */
function difference(a: Answer, b: Answer | undefined): number {
  return a.reduce((largest, [classId, probability], i) => {
    const [other, otherProbability = Number.NaN] = b?.[i] ?? []
    return classId === other
      ? Math.max(largest, Math.abs(probability - otherProbability))
      : Number.POSITIVE_INFINITY
  }, 0)
}

/** What engines of JavaScript differ by in `Math.exp`, whose last digit the language leaves open. */
const LAST_DIGIT = 1e-15

test.skipIf(withoutPhotos)(
  'the command line answers as the page’s engine does, profiles ignored (skipped without ../shared)',
  { timeout: 600_000 },
  async ({ serve, open }) => {
    const { overlays } = realModel()
    const server = await serve({ root: harness, overlays: { ...overlays, 'photos/': PHOTOS } })
    const { code, stdout } = await runCommand([PHOTOS, '--model', inject('model').folder])
    expect(code).toBe(0)
    const visit = await open(`${server.url}harness/?default`)
    const found = new Map(
      readRecords(stdout).map((record): [string, Answer] => {
        const { predictions } = 'error' in record ? { predictions: [] } : record
        return [record.file, predictions.map(({ class_id, probability }) => [class_id, probability])]
      }),
    )
    const photos = readdirSync(PHOTOS)
    // as the page opens them is a figure for docs/beyond-one-device.md, which nothing depends on: WITH_PROFILES=1 prints it
    const conversions = process.env.WITH_PROFILES ? (['none', 'default'] as const) : (['none'] as const)
    for (const conversion of conversions) {
      const differences: number[] = []
      for (const photo of photos)
        differences.push(difference(await askPage(visit, photo, conversion), found.get(photo)))
      const within = (most: number) => differences.filter((each) => each <= most).length
      const last = Math.max(...differences.filter((each) => each <= LAST_DIGIT))
      console.info(
        `colour profiles ${conversion}: of ${photos.length} check photos ${within(0)} have the page's answer to the` +
          ` last digit, ${within(LAST_DIGIT)} within ${last}`,
      )
      if (conversion === 'none') expect(within(LAST_DIGIT)).toBe(photos.length)
    }
  },
)
