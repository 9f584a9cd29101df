/** Files that are odd, damaged, forged or no photos at all, each with what is to come of it. */
import { deflateSync, gzipSync } from 'node:zlib'
import type { ErrorCode } from '../src/classifier/errors.ts'
import { big, join, latin1 } from '../src/classifier/source/test-files/bytes.ts'
import { exifSegment, jpeg, segment } from '../src/classifier/source/test-files/jpeg.ts'
import { animatedWebp, bmp, gif, ico, vp8x, webp } from '../src/classifier/source/test-files/others.ts'
import { chunk, packedRows, png } from '../src/classifier/source/test-files/png.ts'
import { encoders, type Seed, waves, webpFrame } from '../src/classifier/source/test-files/seeds.ts'
import type { View } from '../src/classifier/types.ts'

export interface Answered {
  width: number
  height: number
  /** Of all the crop, about. */
  colour?: [red: number, green: number, blue: number]
}

export interface Case {
  name: string
  bytes: Uint8Array
  /** The type that the file claims to be of. */
  type?: string
  view?: View['kind'] & ('center' | 'whole')
  expected: ErrorCode | Answered
}

/** Of most pictures here. */
const SIZE = { width: 20, height: 10 }
const RED: [number, number, number] = [255, 0, 0]

const thin: Case[] = (['center', 'whole'] as const).flatMap((view) => [
  {
    name: `1x1, ${view}`,
    view,
    bytes: png({ width: 1, height: 1, pixel: RED }),
    expected: { width: 1, height: 1, ...(view === 'center' ? { colour: RED } : {}) },
  },
  ...(
    [
      [1, 20_000],
      [20_000, 1],
      [30_000, 1],
      [40_000, 3],
    ] as const
  ).map(([width, height]) => ({
    name: `${width}x${height}, ${view}`,
    view,
    bytes: png({ width, height, pixel: RED }),
    expected: { width, height, ...(view === 'center' ? { colour: RED } : {}) },
  })),
])

/** APNG: the picture itself is the first frame. */
function apng(): Uint8Array {
  const frame = (number: number) =>
    chunk('fcTL', big(number, 4), big(20, 4), big(10, 4), big(0, 8), big(1, 2), big(10, 2), [0, 0])
  const blue = deflateSync(packedRows(20, 10, 24, [0, 0, 255]))
  return png({
    width: 20,
    height: 10,
    pixel: RED,
    before: [chunk('acTL', big(2, 4), big(0, 4)), frame(0)],
    after: [frame(1), chunk('fdAT', big(2, 4), blue)],
  })
}

const kinds: Case[] = [
  {
    name: 'PNG of 16 bits',
    bytes: png({ ...SIZE, depth: 16, pixel: [255, 255, 0, 0, 128, 0] }),
    expected: { ...SIZE, colour: [255, 0, 128] },
  },
  {
    name: 'PNG with a palette and alpha',
    bytes: png({
      width: 20,
      height: 10,
      colour: 'palette',
      pixel: [1],
      before: [chunk('PLTE', [0, 0, 0, 255, 0, 0]), chunk('tRNS', [255, 128])],
    }),
    expected: { ...SIZE, colour: [255, 127, 127] },
  },
  {
    name: 'PNG, grey and alpha',
    bytes: png({ ...SIZE, colour: 'greyAlpha', pixel: [0, 128] }),
    expected: { ...SIZE, colour: [127, 127, 127] },
  },
  {
    name: 'PNG of one bit',
    bytes: png({ ...SIZE, colour: 'grey', depth: 1 }),
    expected: { ...SIZE, colour: [0, 0, 0] },
  },
  {
    name: 'PNG, interlaced',
    bytes: png({ ...SIZE, pixel: RED, interlaced: true }),
    expected: { ...SIZE, colour: RED },
  },
  {
    name: 'CMYK JPEG',
    bytes: jpeg({ ...SIZE, components: 4 }),
    expected: { ...SIZE, colour: [64, 64, 64] },
  },
  { name: 'grey JPEG', bytes: jpeg(SIZE), expected: { ...SIZE, colour: [128, 128, 128] } },
  ...[0, 1, 9].map((orientation) => ({
    name: `JPEG with orientation ${orientation}`,
    bytes: jpeg({ ...SIZE, segments: [exifSegment(orientation)] }),
    expected: SIZE,
  })),
  {
    name: 'JPEG on its side',
    bytes: jpeg({ ...SIZE, segments: [exifSegment(6)] }),
    expected: { width: 10, height: 20 },
  },
  {
    name: 'JPEG with two EXIF segments',
    bytes: jpeg({ ...SIZE, segments: [exifSegment(6), exifSegment(1)] }),
    expected: { width: 10, height: 20 },
  },
  {
    name: 'animated GIF',
    bytes: gif({
      width: 20,
      height: 10,
      frames: [1, 2, 3].map((colour) => ({ ...SIZE, colour })),
    }),
    expected: { ...SIZE, colour: RED },
  },
  { name: 'animated PNG', bytes: apng(), expected: { ...SIZE, colour: RED } },
  { name: 'BMP from the top', bytes: bmp(20, -10), expected: { ...SIZE, colour: [0, 0, 0] } },
  { name: 'icon', bytes: ico(png({ ...SIZE, pixel: RED }), 20, 10), expected: { ...SIZE, colour: RED } },
]

/** Small files that ask for gigabytes. */
const bombs: Case[] = [
  ['PNG', png({ width: 30_000, height: 30_000, data: deflateSync(new Uint8Array(1000)) })],
  [
    'PNG of one bit',
    png({ width: 65_000, height: 65_000, colour: 'grey', depth: 1, data: deflateSync(new Uint8Array(1000)) }),
  ],
  ['PNG that is too long', png({ width: 65_536, height: 1 })],
  ['JPEG', jpeg({ width: 30_000, height: 30_000, pixels: 1000 })],
  [
    'JPEG behind a profile',
    jpeg({
      width: 30_000,
      height: 30_000,
      pixels: 1000,
      segments: new Array(9).fill(segment(0xe2, new Uint8Array(65_000))),
    }),
  ],
  [
    'JPEG behind rubbish',
    join([0xff, 0xd8, 0xff, 0, 1, 2, 3], jpeg({ width: 30_000, height: 30_000, pixels: 1000 }).subarray(2)),
  ],
  ['GIF', gif({ width: 30_000, height: 30_000, frames: [{ width: 1, height: 1, colour: 1 }] })],
  [
    'GIF whose frame is larger',
    gif({ width: 1, height: 1, frames: [{ left: 30_000, top: 30_000, width: 1, height: 1, colour: 1 }] }),
  ],
  ['WebP', webp(vp8x(2, 16_384, 16_384))],
  ['BMP', bmp(30_000, 30_000, 1000)],
].map(([name, bytes]) => ({
  name: `bomb: ${name}`,
  bytes: bytes as Uint8Array,
  expected: 'image-too-large' as const,
}))

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"'
const drawings: Case[] = [
  [
    'with a doctype',
    `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>${SVG}><text>&c;</text></svg>`,
  ],
  [
    'with nested references',
    `${SVG}><g id="a"><rect width="9" height="9"/></g><g id="b"><use href="#a"/></g><use href="#b"/></svg>`,
  ],
  ['with a script', `${SVG}><script>fetch('https://example.com/')</script></svg>`],
  [
    'with HTML inside',
    `${SVG}><foreignObject width="9" height="9"><div xmlns="http://www.w3.org/1999/xhtml">a</div></foreignObject></svg>`,
  ],
  [
    'with a picture from elsewhere',
    `${SVG}><image href="https://example.com/a.png" width="9" height="9"/></svg>`,
  ],
].flatMap(([name, text]) =>
  ['image/svg+xml', 'image/png', ''].map((type) => ({
    name: `drawing ${name}, as ${type || 'nothing'}`,
    bytes: latin1(text as string),
    type,
    expected: 'unsupported-image' as const,
  })),
)

const noPhotos: Case[] = (
  [
    ['nothing', '', 'image/jpeg'],
    ['one byte', '\xff', 'image/jpeg'],
    ['text', 'Dear cat,', 'image/png'],
    ['HTML', '<!doctype html><script>document.title = 1</script><svg/>', 'image/png'],
    ['PDF', '%PDF-1.7\n1 0 obj', 'image/png'],
    ['packed drawing', gzipSync(`${SVG}/>`), 'image/svg+xml'],
    ['film', join(big(24, 4), 'ftypmp42', big(0, 4), 'mp42isom'), 'image/avif'],
  ] as const
).map(([name, data, type]) => ({
  name,
  bytes: typeof data === 'string' ? latin1(data) : data,
  type,
  expected: 'not-an-image' as const,
}))

const damaged: Case[] = [
  ['a JPEG’s signature', Uint8Array.of(0xff, 0xd8, 0xff)],
  ['a PNG’s signature', latin1('\x89PNG\r\n\x1a\n')],
  ['a PNG of no pixels', png({ width: 0, height: 0 })],
  ['a JPEG of no pixels', jpeg({ width: 0, height: 0 })],
  ['a JPEG without pixels', jpeg(SIZE).subarray(0, 40)],
  ['a GIF without frames', gif({ ...SIZE, frames: [] })],
  ['a JPEG whose header has no end', join([0xff, 0xd8, 0xff, 0xe0, 0, 2], new Uint8Array(300_000))],
  [
    'an icon that is a bomb inside',
    ico(png({ width: 30_000, height: 30_000, data: Uint8Array.of(0) }), 16, 16),
  ],
].map(([name, bytes]) => ({
  name: name as string,
  bytes: bytes as Uint8Array,
  expected: 'damaged-image' as const,
}))

/** A JPEG by its bytes, whatever else it is said to be. */
const lies: Case[] = ['image/png', 'text/html', 'image/svg+xml', 'application/pdf', 'nonsense'].map(
  (type) => ({
    name: `JPEG as ${type}`,
    bytes: jpeg(SIZE),
    type,
    expected: { ...SIZE, colour: [128, 128, 128] },
  }),
)

/** An AVIF whose header says another size than its pixels have. */
function resized(avif: Uint8Array, width: number, height: number): Uint8Array {
  const changed = Uint8Array.from(avif)
  const at = Buffer.from(avif).indexOf('ispe')
  changed.set([...big(width, 4), ...big(height, 4)], at + 8)
  return changed
}

async function encoded(seeds: readonly Seed[]): Promise<Case[]> {
  const encode = await encoders()
  const plain = (colour: [number, number, number]) => {
    const image = waves()
    for (let at = 0; at < image.data.length; at += 4) image.data.set(colour, at)
    return image
  }
  const frames = [webpFrame(await encode.webp(plain(RED))), webpFrame(await encode.webp(plain([0, 0, 255])))]
  const avif = await encode.avif(plain(RED))
  const size = { width: 40, height: 30 }
  return [
    ...seeds.map(({ name, bytes }) => ({
      name: `seed ${name}`,
      bytes,
      expected: name === 'turned.jpg' ? { width: 30, height: 40 } : size,
    })),
    {
      name: 'progressive JPEG',
      bytes: await encode.jpeg(plain(RED), true),
      expected: { ...size, colour: [254, 0, 0] },
    },
    {
      name: 'animated WebP',
      bytes: animatedWebp(40, 30, frames),
      expected: { ...size, colour: [254, 0, 0] },
    },
    { name: 'bomb: AVIF', bytes: resized(avif, 30_000, 30_000), expected: 'image-too-large' },
    {
      name: 'AVIF that is larger than it says',
      bytes: resized(avif, 1, 1),
      expected: { width: 1, height: 1 },
    },
    { name: 'half a PNG', bytes: png({ width: 40, height: 30 }).subarray(0, 60), expected: 'damaged-image' },
  ]
}

export async function allCases(seeds: readonly Seed[]): Promise<Case[]> {
  return [
    ...thin,
    ...kinds,
    ...lies,
    ...bombs,
    ...drawings,
    ...noPhotos,
    ...damaged,
    ...(await encoded(seeds)),
  ]
}
