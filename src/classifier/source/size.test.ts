import { describe, expect, test } from 'vitest'
import { ClassifierError } from '../errors.ts'
import { MAX_PIXELS, MAX_SIDE, readSize, refuseGiant } from './size.ts'
import type { ImageFormat } from './sniff.ts'
import { big, join } from './test-files/bytes.ts'
import { jpeg, segment } from './test-files/jpeg.ts'
import { animatedWebp, bmp, box, gif, oldBmp, vp8x, webp } from './test-files/others.ts'
import { png } from './test-files/png.ts'
import { seeds } from './test-files/seeds.ts'

const sizeOf = (bytes: Uint8Array<ArrayBuffer>, format: ImageFormat) => readSize(new Blob([bytes]), format)

test('the size of each format that encoders write', async () => {
  for (const { name, format, bytes } of await seeds()) {
    const expected = format === 'ico' ? undefined : { width: 40, height: 30 }
    expect(await sizeOf(bytes, format), name).toEqual(expected)
  }
})

test('an AVIF is as large as its pixels, whatever its boxes say', async () => {
  const avif = (await seeds()).find(({ format }) => format === 'avif')
  const bytes = Uint8Array.from(avif?.bytes ?? [])
  bytes.fill(0, Buffer.from(bytes).indexOf('ispe') + 8, Buffer.from(bytes).indexOf('ispe') + 16)
  expect(await sizeOf(bytes, 'avif')).toEqual({ width: 40, height: 30 })
})

const ispe = (width: number, height: number) => box('ispe', [0, 0, 0, 0], big(width, 4), big(height, 4))
const meta = (...properties: Uint8Array[]) =>
  box('meta', [0, 0, 0, 0], box('hdlr', 'pict'), box('iprp', box('ipco', ...properties), box('ipma', '1')))
const tkhd = (width: number, height: number) =>
  box('tkhd', new Uint8Array(76), big(width, 2), [0, 0], big(height, 2), [0, 0])

/** A number as so many binary digits. */
const bits = (value: number, count: number) => value.toString(2).padStart(count, '0')
/** The header of an AV1 sequence of 30000 x 20000 pixels behind `start`, after a delimiter. */
function sequence(start: string): Uint8Array {
  const digits = `${start}${bits(14, 4)}${bits(15, 4)}${bits(29_999, 15)}${bits(19_999, 16)}`
  const bytes = (digits.padEnd(8 * 40, '0').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
  return join([0x12, 0, 0x0a, bytes.length], bytes)
}
/** A small picture by its boxes, whose pixels begin so; their place is told with four bytes, or is in `idat`. */
function liar(pixels: Uint8Array, version: 0 | 1 | 2): Uint8Array<ArrayBuffer> {
  const inBox = version > 0
  const number = version < 2 ? [0, 1] : [0, 0, 0, 1]
  const iloc = (offset: number) =>
    box(
      'iloc',
      [version, 0, 0, 0, 0x44, 0],
      number,
      number,
      inBox ? [0, 1] : [],
      [0, 0, 0, 1],
      big(offset, 4),
      big(60, 4),
    )
  const build = (offset: number) =>
    join(
      FTYP,
      meta(ispe(1, 1)),
      box('meta', [0, 0, 0, 0], iloc(offset), inBox ? box('idat', pixels) : []),
      box('mdat', pixels),
    )
  return build(inBox ? 0 : build(0).length - pixels.length)
}
const STILL = `000${'11'}${bits(5, 5)}`
const PLAIN = `000${'00'}0${'0'}${bits(0, 5)}${bits(0, 12)}${bits(5, 5)}`
const TIMED = `000${'00'}1${bits(0, 64)}1${'00101'}1${bits(9, 5)}${bits(0, 42)}1${bits(1, 5)}${`${bits(0, 12)}${bits(9, 5)}01${bits(0, 21)}10101`.repeat(2)}`

test.each([
  ['a still picture', STILL],
  ['a sequence', PLAIN],
  ['a sequence with times and delays', TIMED],
])('an AVIF whose boxes lie about %s is as large as its pixels', async (_, start) => {
  for (const version of [0, 1, 2] as const)
    expect(await sizeOf(liar(sequence(start), version), 'avif')).toEqual({ width: 30_000, height: 20_000 })
})

const FTYP = box('ftyp', 'avif', [0, 0, 0, 0], 'mif1')
const LARGE_BOX = join(big(1, 4), 'mdat', big(20, 8), [1, 2, 3, 4])
const frame = jpeg({ width: 300, height: 200 })

test.each<[string, ImageFormat, Uint8Array<ArrayBuffer>, [number, number] | undefined]>([
  ['a JPEG’s', 'jpeg', frame, [300, 200]],
  [
    'after more profile than is read at once',
    'jpeg',
    jpeg({ width: 7, height: 9, segments: new Array(5).fill(segment(0xe2, new Uint8Array(60_000))) }),
    [7, 9],
  ],
  [
    'after bytes that belong to nothing',
    'jpeg',
    join([0xff, 0xd8, 0, 1, 0xff, 0, 0xff], frame.subarray(2)),
    [300, 200],
  ],
  ['after a marker without length', 'jpeg', join([0xff, 0xd8, 0xff, 0xd0], frame.subarray(2)), [300, 200]],
  ['a JPEG without a frame', 'jpeg', join([0xff, 0xd8], segment(0xda, [0])), undefined],
  ['a JPEG that ends in its frame', 'jpeg', Uint8Array.of(0xff, 0xd8, 0xff, 0xc2, 0, 17, 8, 1), undefined],
  [
    'a PNG’s, as large as can be said',
    'png',
    png({ width: 2 ** 31 - 1, height: 1, data: Uint8Array.of(0) }),
    [2 ** 31 - 1, 1],
  ],
  [
    'a PNG whose header is not the first',
    'png',
    join('\x89PNG\r\n\x1a\n', big(4, 4), 'CgBI', new Uint8Array(30)),
    undefined,
  ],
  [
    'a GIF’s screen',
    'gif',
    gif({ width: 9, height: 8, frames: [{ width: 2, height: 1, colour: 1 }] }),
    [9, 8],
  ],
  [
    'a GIF’s first frame, where it is larger',
    'gif',
    gif({
      width: 9,
      height: 8,
      blocks: [join([0x21, 0xfe, 3, 1, 2, 3, 1, 1, 0])],
      frames: [
        { left: 4, top: 1, width: 20, height: 3, colour: 1 },
        { width: 90, height: 90, colour: 1 },
      ],
    }),
    [24, 8],
  ],
  ['a GIF without frames', 'gif', gif({ width: 9, height: 8, frames: [] }), [9, 8]],
  ['a WebP of chunks', 'webp', webp(vp8x(16, 16_777_216, 3)), [16_777_216, 3]],
  ['an animated WebP’s', 'webp', animatedWebp(5, 6, []), [5, 6]],
  ['a WebP of another kind', 'webp', webp(box('what', new Uint8Array(30))), undefined],
  ['a BMP’s from the top', 'bmp', bmp(4, -3), [4, 3]],
  ['OS/2’s BMP’s', 'bmp', oldBmp(4, 3), [4, 3]],
  ['the largest of an AVIF', 'avif', join(FTYP, meta(ispe(10, 20), ispe(40, 30), ispe(2, 2))), [40, 30]],
  ['an AVIF’s after its pixels', 'avif', join(FTYP, LARGE_BOX, meta(ispe(10, 20))), [10, 20]],
  ['a film’s', 'avif', join(FTYP, box('moov', box('mvhd', '12'), box('trak', tkhd(64, 48)))), [64, 48]],
  ['a HEIC’s', 'heic', join(FTYP, meta(ispe(4000, 3000))), [4000, 3000]],
  ['an AVIF without sizes', 'avif', FTYP, undefined],
  ['a box that is shorter than its header', 'avif', join(big(7, 4), 'meta', ispe(3, 4)), undefined],
  ['a box that goes on to the end', 'avif', join(FTYP, [0, 0, 0, 0], meta(ispe(3, 4)).subarray(4)), [3, 4]],
  ['a TIFF’s is not read', 'tiff', join('II*\0', new Uint8Array(30)), undefined],
])('%s', async (_, format, bytes, size) => {
  expect(await sizeOf(bytes, format)).toEqual(size && { width: size[0], height: size[1] })
})

test.each<[string, ImageFormat, Uint8Array<ArrayBuffer>]>([
  ['a JPEG', 'jpeg', join([0xff, 0xd8], new Uint8Array(200_000))],
  [
    'a GIF',
    'gif',
    join(
      gif({ width: 1, height: 1, frames: [] }).subarray(0, -1),
      [0x21, 0xfe],
      new Uint8Array(300_000).fill(1),
    ),
  ],
  ['an AVIF', 'avif', join(...new Array(110_000).fill(box('free')))],
])('%s whose header has no end is damaged', async (_, format, bytes) => {
  await expect(sizeOf(bytes, format)).rejects.toMatchObject({ code: 'damaged-image' })
})

describe('what is too large', () => {
  const refused = (width: number, height: number) => {
    try {
      refuseGiant({ width, height })
      return 'taken'
    } catch (error) {
      return error instanceof ClassifierError ? error.code : error
    }
  }

  test.each([
    [1, 1, 'taken'],
    [12_000, 9_000, 'taken'],
    [MAX_SIDE, 1, 'taken'],
    [MAX_PIXELS / 8192, 8192, 'taken'],
    [MAX_PIXELS / 8192, 8193, 'image-too-large'],
    [MAX_SIDE + 1, 1, 'image-too-large'],
    [1, MAX_SIDE + 1, 'image-too-large'],
    [2 ** 31 - 1, 2 ** 31 - 1, 'image-too-large'],
  ])('%i x %i is %s', (width, height, what) => {
    expect(refused(width, height)).toBe(what)
  })
})
