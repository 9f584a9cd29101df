import { describe, expect, test, vi } from 'vitest'
import { ClassifierError } from '../errors.ts'
import type { PixelRect, Pixels } from '../pixels.ts'
import { createPhotoOpener, type OpenerParts } from './open-photo.ts'
import { knownPicture } from './read-back.ts'
import type { ImageFormat } from './sniff.ts'

const OPTIONS = { colorSpaceConversion: 'default' } as const

/** A grey photo of 3x2 pixels, the first one half transparent black. */
function photoPixels(): Pixels {
  const data = new Uint8Array(3 * 2 * 4).fill(255)
  for (let i = 0; i < data.length; i++) if (i % 4 < 3) data[i] = 10 * Math.floor(i / 4)
  data[3] = 128
  return { data, width: 3, height: 2 }
}

interface FakeBitmap extends ImageBitmap {
  isKnownPicture: boolean
}

/** A browser whose canvas changes what `noise` changes. */
function fakeBrowser(noise: (data: Uint8Array) => void, size = { width: 3, height: 2 }) {
  const open = new Set<object>()
  const bitmap = (isKnownPicture: boolean): ImageBitmap => {
    const made: FakeBitmap = { ...size, isKnownPicture, close: () => void open.delete(made) }
    open.add(made)
    return made
  }
  const decode = vi.fn<OpenerParts['decode']>(async (file) => bitmap(file.type === 'image/bmp'))
  const parts = {
    decode,
    read: vi.fn((source: ImageBitmap, { width, height }: PixelRect): Pixels => {
      const known = 'isKnownPicture' in source && source.isKnownPicture
      const data = known ? Uint8Array.from(knownPicture().pixels.data) : new Uint8Array(width * height * 4)
      noise(data)
      return { data, width, height }
    }),
    fromFrame: vi.fn(async () => bitmap(false)),
    loadDecoder: vi.fn<OpenerParts['loadDecoder']>(async () => async () => photoPixels()),
  }
  return { parts, open, bitmap }
}

const exact = () => {}
/** The least noise there is: one bit of one pixel, not in the first rows. */
const noisy = (data: Uint8Array) => {
  data[64 * 40 * 4 + 1] = (data[64 * 40 * 4 + 1] ?? 0) ^ 1
}

const STARTS = {
  jpeg: '\xff\xd8\xff\xe0',
  png: '\x89PNG\r\n\x1a\n',
  webp: 'RIFF\x10\0\0\0WEBPVP8 ',
  avif: '\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf',
  gif: 'GIF89a',
  bmp: 'BM',
  heic: '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
} satisfies Partial<Record<ImageFormat, string>>

const file = (format: keyof typeof STARTS) =>
  new Blob([Uint8Array.from(STARTS[format], (c) => c.charCodeAt(0))])

const codeOf = (error: unknown) => (error instanceof ClassifierError ? error.code : error)

describe('where the canvas is exact', () => {
  test('a photo is read through it, part by part, and closed with its bitmap', async () => {
    const { parts, open } = fakeBrowser(exact)
    const photo = await createPhotoOpener(parts)(file('jpeg'), { colorSpaceConversion: 'none' })
    expect(photo).toMatchObject({ width: 3, height: 2, readBack: 'canvas' })
    expect(parts.decode).toHaveBeenLastCalledWith(expect.any(Blob), 'jpeg', { colorSpaceConversion: 'none' })
    const rect = { x: 1, y: 0, width: 2, height: 2 }
    photo.read(rect)
    expect(parts.read).toHaveBeenLastCalledWith(expect.anything(), rect)
    expect(open.size).toBe(1)
    photo.close()
    expect(open.size).toBe(0)
    expect(parts.loadDecoder).not.toHaveBeenCalled()
  })

  test('it is tried once for all photos, also for those that come at the same time', async () => {
    const { parts } = fakeBrowser(exact)
    const open = createPhotoOpener(parts)
    await Promise.all([open(file('jpeg'), OPTIONS), open(file('png'), OPTIONS)])
    await open(file('gif'), OPTIONS)
    const tries = parts.decode.mock.calls.filter(([, , options]) => options !== OPTIONS)
    expect(tries).toHaveLength(1)
    expect(parts.read).toHaveBeenCalledTimes(1)
  })

  test('a bitmap is taken as it is', async () => {
    const { parts, open, bitmap } = fakeBrowser(exact)
    const photo = await createPhotoOpener(parts)(bitmap(false), OPTIONS)
    expect(photo.readBack).toBe('canvas')
    photo.close()
    expect(open.size).toBe(0)
  })

  test.each(['comes', 'fails'])('a frame is freed once its bitmap %s', async (outcome) => {
    const { parts } = fakeBrowser(exact)
    if (outcome === 'fails') parts.fromFrame.mockRejectedValue(new Error('no memory'))
    const frame = { displayWidth: 3, close: vi.fn() } as unknown as VideoFrame
    await createPhotoOpener(parts)(frame, OPTIONS).catch(() => {})
    expect(parts.fromFrame).toHaveBeenCalledWith(frame)
    expect(frame.close).toHaveBeenCalledOnce()
  })
})

/** `ftyp`, and boxes that say a size. */
function heicOf(width: number, height: number): Blob {
  const box = (type: string, ...content: number[][]): number[] => {
    const bytes = content.flat()
    return [0, 0, 0, 8 + bytes.length, ...[...type].map((c) => c.charCodeAt(0)), ...bytes]
  }
  const number = (value: number) => [24, 16, 8, 0].map((bits) => (value >>> bits) & 255)
  const ispe = box('ispe', number(0), number(width), number(height))
  const meta = box('meta', number(0), box('iprp', box('ipco', ispe)))
  return new Blob([file('heic'), Uint8Array.from(meta)])
}

describe('a HEIC that the browser does not know', () => {
  const setUp = (decode?: () => Promise<Pixels>) => {
    const browser = fakeBrowser(exact)
    browser.parts.decode.mockImplementation(async (given) => {
      if (given.type === 'image/bmp') return browser.bitmap(true)
      throw new ClassifierError('unsupported-image', 'no HEIC here')
    })
    if (decode) browser.parts.loadDecoder.mockResolvedValue(decode)
    return { ...browser, openPhoto: createPhotoOpener(browser.parts) }
  }

  test('is decoded by our decoder, which is loaded for it once', async () => {
    const { parts, open, openPhoto } = setUp()
    expect(await openPhoto(heicOf(3, 2), OPTIONS)).toMatchObject({ width: 3, height: 2, readBack: 'libheif' })
    await openPhoto(heicOf(3, 2), OPTIONS)
    expect(parts.loadDecoder).toHaveBeenCalledExactlyOnceWith('heic')
    expect(open.size).toBe(0)
  })

  test('leaves the decoder alone where the browser knows it', async () => {
    const { parts } = fakeBrowser(exact)
    expect(await createPhotoOpener(parts)(file('heic'), OPTIONS)).toMatchObject({ readBack: 'canvas' })
    expect(parts.loadDecoder).not.toHaveBeenCalled()
  })

  test.each([
    ['Invalid input: no data', 'damaged-image'],
    ['Unsupported feature: Unsupported codec', 'unsupported-image'],
    ['Support for this compression format has not been built in', 'unsupported-image'],
  ])('about which libheif says “%s” is refused', async (words, code) => {
    const { openPhoto } = setUp(() => Promise.reject(new Error(words)))
    expect(await openPhoto(heicOf(3, 2), OPTIONS).catch(codeOf)).toBe(code)
  })

  test('of no size, or of too large a one, is refused before the decoder is loaded', async () => {
    const { parts, openPhoto } = setUp()
    expect(await openPhoto(file('heic'), OPTIONS).catch(codeOf)).toBe('damaged-image')
    expect(await openPhoto(heicOf(10_001, 10_000), OPTIONS).catch(codeOf)).toBe('image-too-large')
    expect(parts.loadDecoder).not.toHaveBeenCalled()
  })

  test('is unsupported as long as the decoder can’t be loaded', async () => {
    const { parts, openPhoto } = setUp()
    parts.loadDecoder.mockRejectedValueOnce(new TypeError('offline'))
    expect(await openPhoto(heicOf(3, 2), OPTIONS).catch(codeOf)).toBe('unsupported-image')
    expect(await openPhoto(heicOf(3, 2), OPTIONS)).toMatchObject({ width: 3 })
  })

  test('leaves other formats to the browser alone', async () => {
    const { parts, openPhoto } = setUp()
    expect(await openPhoto(file('avif'), OPTIONS).catch(codeOf)).toBe('unsupported-image')
    expect(parts.loadDecoder).not.toHaveBeenCalled()
  })
})

describe('where the canvas adds noise', () => {
  test.each(['jpeg', 'png', 'webp', 'avif'] as const)('a %s is decoded without it', async (format) => {
    const { parts, open } = fakeBrowser(noisy)
    const photo = await createPhotoOpener(parts)(file(format), OPTIONS)
    expect(photo).toMatchObject({ width: 3, height: 2, readBack: 'decoder' })
    expect(parts.loadDecoder).toHaveBeenCalledExactlyOnceWith(format)
    expect(open.size).toBe(0)
    expect(parts.read).toHaveBeenCalledTimes(1) // the known picture alone
    const right = photo.read({ x: 1, y: 1, width: 2, height: 1 })
    expect(right).toEqual({
      data: Uint8Array.from([40, 40, 40, 255, 50, 50, 50, 255]),
      width: 2,
      height: 1,
    })
    const first = photo.read({ x: 0, y: 0, width: 1, height: 1 })
    expect([...first.data]).toEqual([127, 127, 127, 255]) // half of black on white
  })

  test('a photo that lies on its side is turned upright', async () => {
    const { parts } = fakeBrowser(noisy, { width: 2, height: 3 })
    const exif = 'Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0'
    const jpeg = `\xff\xd8\xff\xe1\0${String.fromCharCode(exif.length + 2)}${exif}`
    const bytes = Uint8Array.from(jpeg, (c) => c.charCodeAt(0))
    const photo = await createPhotoOpener(parts)(new Blob([bytes]), OPTIONS)
    const { data } = photo.read({ x: 0, y: 0, width: 2, height: 3 })
    expect([...data].filter((_, i) => i % 4 === 0)).toEqual([30, 127, 40, 10, 50, 20])
  })

  test.each(['gif', 'bmp'] as const)('a %s, for which there is no decoder, is refused', async (format) => {
    const { parts, open } = fakeBrowser(noisy)
    const refused = createPhotoOpener(parts)(file(format), OPTIONS)
    expect(await refused.catch(codeOf)).toBe('canvas-noise')
    expect(open.size).toBe(0)
    expect(parts.loadDecoder).not.toHaveBeenCalled()
  })

  test('decoded pixels are refused', async () => {
    const { parts, open, bitmap } = fakeBrowser(noisy)
    expect(await createPhotoOpener(parts)(bitmap(false), OPTIONS).catch(codeOf)).toBe('canvas-noise')
    expect(open.size).toBe(0)
  })

  test('a decoder that can’t be loaded is no wrong answer, and is asked for again', async () => {
    const { parts, open } = fakeBrowser(noisy)
    parts.loadDecoder.mockRejectedValueOnce(new TypeError('offline'))
    const openPhoto = createPhotoOpener(parts)
    expect(await openPhoto(file('jpeg'), OPTIONS).catch(codeOf)).toBe('canvas-noise')
    expect(open.size).toBe(0)
    expect(await openPhoto(file('jpeg'), OPTIONS)).toMatchObject({ readBack: 'decoder' })
    await openPhoto(file('jpeg'), OPTIONS)
    expect(parts.loadDecoder).toHaveBeenCalledTimes(2)
  })

  test('what the browser decodes and the decoder doesn’t (CMYK) is refused', async () => {
    const { parts } = fakeBrowser(noisy)
    parts.loadDecoder.mockResolvedValue(() => Promise.reject(new Error('CMYK')))
    expect(await createPhotoOpener(parts)(file('jpeg'), OPTIONS).catch(codeOf)).toBe('canvas-noise')
  })

  test.each([
    [2, 3],
    [3, 3],
    [4, 2],
  ])('a photo that the browser shows as %i x %i, the decoder as 3 x 2, is refused', async (width, height) => {
    const { parts } = fakeBrowser(noisy, { width, height })
    expect(await createPhotoOpener(parts)(file('avif'), OPTIONS).catch(codeOf)).toBe('canvas-noise')
  })

  test('a photo of more pixels than the decoder’s memory takes is refused before it is read', async () => {
    const { parts } = fakeBrowser(noisy, { width: 10_001, height: 10_000 })
    expect(await createPhotoOpener(parts)(file('jpeg'), OPTIONS).catch(codeOf)).toBe('image-too-large')
    expect(parts.loadDecoder).not.toHaveBeenCalled()
  })

  test('a damaged file is still one', async () => {
    const { parts } = fakeBrowser(noisy)
    const openPhoto = createPhotoOpener(parts)
    await openPhoto(file('jpeg'), OPTIONS)
    parts.decode.mockRejectedValue(new ClassifierError('damaged-image', 'cut off'))
    expect(await openPhoto(file('jpeg'), OPTIONS).catch(codeOf)).toBe('damaged-image')
  })
})

test('where even the known picture can’t be decoded or read, the canvas is not trusted', async () => {
  const undecodable = fakeBrowser(exact)
  undecodable.parts.decode.mockRejectedValueOnce(new Error('no BMP'))
  expect(await createPhotoOpener(undecodable.parts)(file('jpeg'), OPTIONS)).toMatchObject({
    readBack: 'decoder',
  })
  const unreadable = fakeBrowser(() => {
    throw new Error('blocked')
  })
  expect(await createPhotoOpener(unreadable.parts)(file('png'), OPTIONS)).toMatchObject({
    readBack: 'decoder',
  })
})

describe('refused from its bytes, before anything decodes', () => {
  test.each([
    ['a drawing', new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>']), 'unsupported-image'],
    ['a text', new Blob(['Dear cat,']), 'not-an-image'],
    ['nothing', new Blob([]), 'not-an-image'],
    ['a file that is too large', { size: 256 * 1024 * 1024 + 1 }, 'image-too-large'],
    [
      'a file that has gone',
      { size: 3, slice: () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }) },
      'damaged-image',
    ],
  ])('%s', async (_, blob, code) => {
    const { parts } = fakeBrowser(exact)
    const openPhoto = createPhotoOpener(parts)
    const given = blob instanceof Blob ? blob : Object.assign(new Blob([]), {})
    if (!(blob instanceof Blob))
      for (const [key, value] of Object.entries(blob)) Object.defineProperty(given, key, { value })
    expect(await openPhoto(given, OPTIONS).catch(codeOf)).toBe(code)
    expect(parts.decode).toHaveBeenCalledTimes(1) // the known picture alone
  })
})
