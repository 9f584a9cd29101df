import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { ClassifierError } from '../src/classifier/errors.ts'
import { readWasm } from '../src/classifier/source/test-decoders.ts'
import { cropPhoto, isDecoderLost, isTurnedAvif } from './photo.ts'

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))

/** A PNG of one colour. */
function png(width: number, height: number, rgba: number[]): Uint8Array<ArrayBuffer> {
  const picture = new PNG({ width, height })
  for (let i = 0; i < picture.data.length; i++) picture.data[i] = rgba[i % 4] ?? 0
  return Uint8Array.from(PNG.sync.write(picture))
}

describe('a photo', () => {
  test('becomes a crop, what is transparent white', async () => {
    const { rgb, width, height } = await cropPhoto(png(300, 260, [0, 0, 0, 0]), readWasm)
    expect([width, height, rgb.length]).toEqual([300, 260, 224 * 224 * 3])
    expect(rgb.every((value) => value === 255)).toBe(true)
  })

  test.each([
    ['no image', bytes('Dear cat,'), 'not-an-image'],
    ['an empty file', new Uint8Array(), 'not-an-image'],
    ['a drawing', bytes('<svg/>'), 'unsupported-image'],
    ['a format without a decoder', bytes('GIF89a...'), 'unsupported-image'],
    ['a JPEG of nothing', bytes('\xff\xd8\xff\xe0'), 'damaged-image'],
    ['an AVIF that is to be turned', bytes('\0\0\0\x1cftypavif....\0\0\0\x09irot\x01'), 'unsupported-image'],
    ['half a PNG', png(300, 260, [1, 2, 3, 255]).subarray(0, 60), 'damaged-image'],
  ])('that is %s gives an error', async (_, file, code) => {
    const error: unknown = await cropPhoto(Uint8Array.from(file), readWasm).catch((e) => e)
    expect(error).toBeInstanceOf(ClassifierError)
    expect(error).toMatchObject({ code })
  })
})

test('an AVIF is upright by itself where nothing turns it', () => {
  expect(isTurnedAvif(bytes('....irot\x00'))).toBe(false)
  expect(isTurnedAvif(bytes('....irot\x03'))).toBe(true)
  expect(isTurnedAvif(bytes('....imir\x00'))).toBe(true)
  expect(isTurnedAvif(bytes('....'))).toBe(false)
})

test('a decoder that trapped is lost, one that refused a file is not', () => {
  const error = (cause: unknown) => new ClassifierError('damaged-image', '', { cause })
  expect(isDecoderLost(error(new WebAssembly.RuntimeError('unreachable')))).toBe(true)
  expect(isDecoderLost(error(new Error('Decoding error')))).toBe(false)
})
