/** GIF, BMP, ICO, WebP and AVIF by hand. */
import { big, join, little } from './bytes.ts'

/** A frame of one colour: codes of eight bits, the table begun anew before they would need nine. */
function gifFrame(left: number, top: number, width: number, height: number, index: number): Uint8Array {
  const blocks: number[][] = []
  for (let left = width * height; left > 0; left -= 100) {
    const codes = [0x80, ...new Array(Math.min(left, 100)).fill(index)]
    blocks.push([codes.length, ...codes])
  }
  const place = [left, top, width, height].flatMap((value) => little(value, 2))
  return join([0x2c], place, [0, 7], ...blocks, [1, 0x81, 0])
}

export interface GifParts {
  width: number
  height: number
  /** Each with the colour of its number: 0 is black, 1 red, 2 green, 3 blue. */
  frames: { left?: number; top?: number; width: number; height: number; colour: number }[]
  /** Before the frames. */
  blocks?: Uint8Array[]
}

export function gif({ width, height, frames, blocks = [] }: GifParts): Uint8Array<ArrayBuffer> {
  const palette = new Uint8Array(3 * 128)
  palette.set([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255])
  const delay = [0x21, 0xf9, 4, 0, 10, 0, 0, 0]
  return join(
    'GIF89a',
    little(width, 2),
    little(height, 2),
    [0xf6, 0, 0],
    palette,
    ...blocks,
    ...frames.flatMap((f) => [delay, gifFrame(f.left ?? 0, f.top ?? 0, f.width, f.height, f.colour)]),
    [0x3b],
  )
}

/** 24 bits a pixel, black, rows from the bottom unless the height is negative. */
export function bmp(width: number, height: number, pixels?: number): Uint8Array<ArrayBuffer> {
  const size = pixels ?? Math.ceil((width * 3) / 4) * 4 * Math.abs(height)
  const unsigned = height < 0 ? height + 2 ** 32 : height
  return join(
    'BM',
    little(54 + size, 4),
    little(0, 4),
    little(54, 4),
    little(40, 4),
    little(width, 4),
    little(unsigned, 4),
    little(1, 2),
    little(24, 2),
    new Uint8Array(24),
    new Uint8Array(size),
  )
}

/** OS/2's first header. */
export function oldBmp(width: number, height: number): Uint8Array<ArrayBuffer> {
  const size = Math.ceil((width * 3) / 4) * 4 * height
  const header = [little(12, 4), little(width, 2), little(height, 2), little(1, 2), little(24, 2)].flat()
  return join('BM', little(26 + size, 4), little(0, 4), little(26, 4), header, new Uint8Array(size))
}

/** An icon whose only picture is a PNG. */
export function ico(picture: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const entry = [width & 255, height & 255, 0, 0, ...little(1, 2), ...little(32, 2)]
  return join(
    little(0, 2),
    little(1, 2),
    little(1, 2),
    entry,
    little(picture.length, 4),
    little(22, 4),
    picture,
  )
}

export function riffChunk(type: string, ...data: Parameters<typeof join>): Uint8Array<ArrayBuffer> {
  const bytes = join(...data)
  return join(type, little(bytes.length, 4), bytes, bytes.length % 2 ? [0] : [])
}

export function webp(...chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return riffChunk('RIFF', 'WEBP', ...chunks)
}

/** The chunk that says what is in a WebP of several chunks. Flags: 2 animation, 8 EXIF, 16 alpha, 32 ICC. */
export function vp8x(flags: number, width: number, height: number): Uint8Array<ArrayBuffer> {
  return riffChunk('VP8X', [flags, 0, 0, 0], little(width - 1, 3), little(height - 1, 3))
}

/** Frames that fill the picture, each a chunk of pixels as a simple WebP has it. */
export function animatedWebp(width: number, height: number, frames: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return webp(
    vp8x(2, width, height),
    riffChunk('ANIM', [0, 0, 0, 0, 0, 0]),
    ...frames.map((frame) =>
      riffChunk(
        'ANMF',
        new Uint8Array(6),
        little(width - 1, 3),
        little(height - 1, 3),
        little(100, 3),
        [0],
        frame,
      ),
    ),
  )
}

export function box(type: string, ...data: Parameters<typeof join>): Uint8Array<ArrayBuffer> {
  const bytes = join(...data)
  return join(big(bytes.length + 8, 4), type, bytes)
}
