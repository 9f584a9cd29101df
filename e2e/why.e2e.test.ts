import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { beforeAll, describe, expect, inject } from 'vitest'
import { seenWords } from '../src/app/crop/words/index.ts'
import { en as pageWords } from '../src/words/en.ts'
import { faults } from './axe.ts'
import { test } from './fixtures.ts'
import { harnessSite } from './harness-site.ts'
import { answered, choose } from './page.ts'
import { picture, type Upload } from './pictures.ts'

const { en } = seenWords

const WIDTH = 480
const HEIGHT = 360
const SIDE = 224

/** Grey, and in one corner a public-domain picture of a barn. */
function barnAt(left: number, top: number): PNG {
  const barn = PNG.sync.read(readFileSync('src/classifier/image/fixtures/dust-bowl-home.png'))
  const photo = new PNG({ width: WIDTH, height: HEIGHT })
  photo.data.fill(128)
  for (let i = 3; i < photo.data.length; i += 4) photo.data[i] = 255
  PNG.bitblt(barn, photo, 0, 0, SIDE, SIDE, left, top)
  return photo
}

function asPng(name: string, png: PNG): Upload {
  return { name, mimeType: 'image/png', buffer: PNG.sync.write(png) }
}

/**
 * A JPEG that lies on its side: its EXIF orientation, 6, tells to turn it clockwise to get `png`.
 * @param page encodes it
 */
async function asTurnedJpeg(page: Page, name: string, png: PNG): Promise<Upload> {
  const base64 = await page.evaluate(async (source) => {
    const bytes = Uint8Array.from(atob(source), (character) => character.charCodeAt(0))
    const upright = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(upright.height, upright.width)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    context.translate(0, upright.width)
    context.rotate(-Math.PI / 2)
    context.drawImage(upright, 0, 0)
    const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })
    return btoa(String.fromCharCode(...new Uint8Array(await jpeg.arrayBuffer())))
  }, PNG.sync.write(png).toString('base64'))
  const jpeg = Buffer.from(base64, 'base64')
  // An APP1 segment with one entry: tag 0x0112, orientation, a short, 6.
  const exif = Buffer.from('ffe100224578696600004d4d002a00000008000101120003000000010006000000000000', 'hex')
  return {
    name,
    mimeType: 'image/jpeg',
    buffer: Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]),
  }
}

/** Chooses a photo, lets the network see all of it and shows the map of the best class. */
async function showMap(page: Page, photo: Upload): Promise<void> {
  await choose(page, photo)
  await answered(page, photo)
  await page.getByRole('radio', { name: en.views.whole }).check({ force: true })
  await page.locator('.main--updating').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: en.why.button }).click()
  await page.locator('canvas.map').waitFor()
}

/** Where the map is brightest, in shares of the photo as it lies on the screen. */
async function peak(page: Page): Promise<{ x: number; y: number }> {
  const map = await page.locator('canvas.map').boundingBox()
  const image = await page.locator('canvas.preview__pixels').boundingBox()
  // the map lies exactly over the photo
  expect(map).toEqual(image)
  return page.locator('canvas.map').evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('no canvas')
    const { width, height } = canvas
    const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? []
    let best = 0
    for (let i = 0; i < data.length; i += 4) {
      const light = (at: number) => (data[at] ?? 0) + (data[at + 1] ?? 0)
      if (light(i) > light(best)) best = i
    }
    return { x: ((best / 4) % width) / width, y: Math.floor(best / 4 / width) / height }
  })
}

/** Whether a share is on the barn's side. */
const CORNERS: [name: string, left: number, top: number, right: boolean, bottom: boolean][] = [
  ['top right', WIDTH - SIDE, 0, true, false],
  ['bottom left', 0, HEIGHT - SIDE, false, true],
]

describe.skipIf(inject('model').kind !== 'real')(
  'the map of a barn in one corner (needs the real model)',
  () => {
    test.for(CORNERS)('%s', async ([name, left, top, right, bottom], { readyPage }) => {
      const page = await readyPage('real')
      await showMap(page, asPng(`${name}.png`, barnAt(left, top)))
      await page.getByRole('region', { name: en.why.title('barn') }).waitFor()
      const { x, y } = await peak(page)
      expect([x > 0.5, y > 0.5]).toEqual([right, bottom])
    })

    test('is there in a photo that lies on its side, too', async ({ readyPage }) => {
      const page = await readyPage('real')
      const photo = await asTurnedJpeg(page, 'turned.jpg', barnAt(WIDTH - SIDE, 0))
      await showMap(page, photo)
      expect(
        await page.locator('canvas.map').evaluate((canvas) => canvas.clientWidth > canvas.clientHeight),
      ).toBe(true)
      const { x, y } = await peak(page)
      expect([x > 0.5, y > 0.5]).toEqual([true, false])
    })
  },
)

describe('the harness', () => {
  let harness: string

  beforeAll(async () => {
    harness = await harnessSite()
  })

  test('in the browser too, a map gives its class’s logit; mirrored looks are marked', async ({
    serve,
    open,
  }) => {
    const { page } = await open(`${(await serve({ root: harness })).url}harness/`)
    const pictures = [picture('a.png'), picture('b.png', { seed: 5 })].map(({ buffer }) =>
      buffer.toString('base64'),
    )
    const { spread, looks, sum } = await page.evaluate(async (sources) => {
      const bytes = sources.map((source) => Uint8Array.from(atob(source), (c) => c.charCodeAt(0)))
      /** For each class log probability less the mean of its map: its bias, but for a constant of the photo. */
      const biases: number[][] = []
      for (const photo of bytes) {
        const { looks, probabilities } = await window.harness.classify(new Blob([photo]), {})
        const [{ maps }] = looks
        if (!maps || !probabilities) throw new Error('an answer without maps')
        const cells = maps.side * maps.side
        biases.push(
          Array.from(probabilities, (probability, index) => {
            const map = maps.values.subarray(index * cells, (index + 1) * cells)
            const mean = map.reduce((total, value) => total + value, 0) / cells
            return probability > 1e-7 ? Math.log(probability) - mean : Number.NaN
          }),
        )
      }
      const [a = [], b = []] = biases
      const apart = a.map((value, i) => value - (b[i] ?? Number.NaN)).filter(Number.isFinite)
      const view = { kind: 'average', crops: 10 } as const
      const average = await window.harness.classify(new Blob(bytes.slice(0, 1)), { view })
      return {
        spread: Math.max(...apart) - Math.min(...apart),
        looks: average.looks.map(({ mirrored }) => mirrored),
        sum: average.probabilities?.reduce((total, p) => total + p, 0),
      }
    }, pictures)
    expect(spread).toBeLessThan(0.01)
    expect(looks).toEqual([...Array(5).fill(false), ...Array(5).fill(true)])
    expect(sum).toBeCloseTo(1, 4)
  })
})

test('the map and the comparison are for all: axe-core, dark, a phone', async ({ readyPage }) => {
  const page = await readyPage()
  await showMap(page, picture('waves.png'))
  expect(await faults(page)).toEqual([])
  await page.getByRole('tab', { name: pageWords.views.compare }).click()
  await page.getByText(en.compare.lead).waitFor()
  expect(await faults(page)).toEqual([])
})

test('the map and the comparison are used by keyboard alone', async ({ readyPage }) => {
  const page = await readyPage()
  const photo = picture('waves.png')
  await choose(page, photo)
  await answered(page, photo)
  const isAt = (name: string) =>
    page.evaluate((wanted) => document.activeElement?.textContent === wanted, name)
  const tabTo = async (name: string) => {
    for (let i = 0; i < 40 && !(await isAt(name)); i++) await page.keyboard.press('Tab')
    expect(await isAt(name), name).toBe(true)
  }
  await page.getByRole('button', { name: en.why.button }).waitFor()
  await page.locator('#photo').focus()
  await tabTo(en.why.button)
  await page.keyboard.press('Enter')
  await page.locator('canvas.map').waitFor()
  await page.keyboard.press('Tab')
  const slider = page.getByRole('slider', { name: en.why.opacity })
  const strength = Number(await slider.inputValue())
  await page.keyboard.press('ArrowLeft')
  expect(Number(await slider.inputValue())).toBe(strength - 5)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  expect(await page.locator('canvas.map').count()).toBe(0)
  await page.keyboard.press('Space')
  await page.locator('canvas.map').waitFor()

  await tabTo(pageWords.views.groups)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.getByText(en.compare.lead).waitFor()
  const second = page.getByRole('combobox', { name: en.compare.second })
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Tab')
    if (await second.evaluate((element) => element === document.activeElement)) break
  }
  await page.keyboard.type('ocarina')
  await page.getByRole('img', { name: en.why.map('ocarina') }).waitFor()
  await tabTo(en.compare.swap)
  await page.keyboard.press('Enter')
  await expect.poll(() => second.inputValue()).not.toContain('ocarina')
})
