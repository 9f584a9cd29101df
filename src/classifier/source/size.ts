/**
 * A picture's size as its header gives it, read before anything decodes it: a file of a few kilobytes can ask for
 * gigabytes of pixels.
 */
import { ClassifierError } from '../errors.ts'
import { sizeInBoxes } from './box-size.ts'
import { HeaderBytes, latin1, type Size } from './header-bytes.ts'
import type { ImageFormat } from './sniff.ts'

/** 512 MB of decoded pixels. Cameras of 100 megapixels are below; 144 take 12 seconds and more on two cores. */
export const MAX_PIXELS = 128 * 1024 * 1024

/** The longest side of a canvas, in the browser that has the largest. */
export const MAX_SIDE = 65_535

/** @throws ClassifierError `image-too-large` */
export function refuseGiant({ width, height }: Size): void {
  if (width * height <= MAX_PIXELS && Math.max(width, height) <= MAX_SIDE) return
  throw new ClassifierError('image-too-large', `${width}x${height} pixels are too many.`)
}

/**
 * @returns the size in the header; `undefined` where it can't be told, and whoever decodes the file has the last word
 * @throws ClassifierError `damaged-image` for a file that can't be read, or whose header has no end
 */
export async function readSize(file: Blob, format: ImageFormat): Promise<Size | undefined> {
  return READERS[format]?.(new HeaderBytes(file))
}

type Reader = (bytes: HeaderBytes) => Promise<Size | undefined>

const READERS: Partial<Record<ImageFormat, Reader>> = {
  jpeg: sizeOfJpeg,
  png: sizeOfPng,
  gif: sizeOfGif,
  webp: sizeOfWebp,
  bmp: sizeOfBmp,
  avif: sizeInBoxes,
  heic: sizeInBoxes,
}

/** Markers that begin a frame: C0 to CF without those of tables (C4, CC) and of extensions (C8). */
const isStartOfFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/** Markers that have no length after them: TEM and RST0 to RST7. */
const standsAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)

/** Segments from marker to marker; as in libjpeg, bytes between them that belong to none are passed over. */
async function sizeOfJpeg(bytes: HeaderBytes): Promise<Size | undefined> {
  for (let at = 2; ; ) {
    const start = await bytes.at(at, 2)
    if (!start) return undefined
    const marker = start.getUint8(1)
    if (start.getUint8(0) !== 0xff || marker === 0x00 || marker === 0xff) {
      at += 1
    } else if (standsAlone(marker)) {
      at += 2
    } else if (isStartOfFrame(marker)) {
      const frame = await bytes.at(at + 5, 4) // after the length and the bits a sample
      return frame && { width: frame.getUint16(2), height: frame.getUint16(0) }
    } else if (marker >= 0xd8 && marker <= 0xda) {
      return undefined // start or end of an image, or pixels without a frame
    } else {
      const length = await bytes.at(at + 2, 2)
      if (!length) return undefined
      at += 2 + length.getUint16(0)
    }
  }
}

async function sizeOfPng(bytes: HeaderBytes): Promise<Size | undefined> {
  const chunk = await bytes.at(12, 12)
  if (!chunk || latin1(chunk, 0) !== 'IHDR') return undefined
  return { width: chunk.getUint32(4), height: chunk.getUint32(8) }
}

/** The screen, made larger where the first frame is: browsers do so. */
async function sizeOfGif(bytes: HeaderBytes): Promise<Size | undefined> {
  const screen = await bytes.at(6, 5)
  if (!screen) return undefined
  const size = { width: screen.getUint16(0, true), height: screen.getUint16(2, true) }
  const flags = screen.getUint8(4)
  const colours = flags & 0x80 ? 3 << ((flags & 7) + 1) : 0
  for (let at = 13 + colours; ; ) {
    const block = (await bytes.at(at, 1))?.getUint8(0)
    if (block === 0x2c) {
      const frame = await bytes.at(at + 1, 8)
      if (!frame) return size
      return {
        width: Math.max(size.width, frame.getUint16(0, true) + frame.getUint16(4, true)),
        height: Math.max(size.height, frame.getUint16(2, true) + frame.getUint16(6, true)),
      }
    }
    if (block !== 0x21) return size // the end, or no block at all
    at += 2
    for (let length = 255; length > 0; at += 1 + length) {
      length = (await bytes.at(at, 1))?.getUint8(0) ?? 0
    }
  }
}

/** The first chunk has the size: the whole picture's (VP8X), or the only frame's. */
async function sizeOfWebp(bytes: HeaderBytes): Promise<Size | undefined> {
  const chunk = await bytes.at(12, 18)
  if (!chunk) return undefined
  switch (latin1(chunk, 0)) {
    case 'VP8X':
      return {
        width: 1 + (chunk.getUint32(11, true) >>> 8),
        height: 1 + (chunk.getUint32(14, true) >>> 8),
      }
    case 'VP8L': {
      const bits = chunk.getUint32(9, true)
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
    }
    case 'VP8 ':
      return { width: chunk.getUint16(14, true) & 0x3fff, height: chunk.getUint16(16, true) & 0x3fff }
    default:
      return undefined
  }
}

/** OS/2's first header has numbers of two bytes; all later ones begin like Windows', a negative height from the top. */
async function sizeOfBmp(bytes: HeaderBytes): Promise<Size | undefined> {
  const header = await bytes.at(14, 12)
  if (!header) return undefined
  if (header.getUint32(0, true) === 12)
    return { width: header.getUint16(4, true), height: header.getUint16(6, true) }
  return { width: Math.abs(header.getInt32(4, true)), height: Math.abs(header.getInt32(8, true)) }
}
