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

/** The page's answer, as text: classes and probabilities. */
function askPage({ page }: Visit, photo: string, colorSpaceConversion: 'default' | 'none'): Promise<string> {
  return page.evaluate(
    async ({ photo, colorSpaceConversion }) => {
      const file = await (await fetch(`../photos/${encodeURIComponent(photo)}`)).blob()
      const { predictions } = await window.harness.classifier.classify(file, { colorSpaceConversion })
      return JSON.stringify(predictions.map(({ classId, probability }) => [classId, probability]))
    },
    { photo, colorSpaceConversion },
  )
}

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
      readRecords(stdout).map((record) => {
        const { predictions } = 'error' in record ? { predictions: [] } : record
        const answer = predictions.map(({ class_id, probability }) => [class_id, probability])
        return [record.file, JSON.stringify(answer)]
      }),
    )
    const photos = readdirSync(PHOTOS)
    const differing: Record<'none' | 'default', string[]> = { none: [], default: [] }
    for (const photo of photos) {
      for (const conversion of ['none', 'default'] as const)
        if ((await askPage(visit, photo, conversion)) !== found.get(photo)) differing[conversion].push(photo)
    }
    const equal = (which: string[]) => `${photos.length - which.length} of ${photos.length}`
    console.info(
      `the command's answers are the page's to the last digit: ${equal(differing.none)} check photos,` +
        ` ${equal(differing.default)} where the page honours colour profiles`,
    )
    expect(differing.none).toEqual([])
  },
)
