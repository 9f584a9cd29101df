/** Which way up a photo is, as its EXIF data say it. Needed where no canvas, which knows by itself, can be read. */
import type { Pixels } from '../pixels.ts'
import type { ImageFormat } from './sniff.ts'

/** EXIF's `Orientation`: 1 is upright; 2 to 4 are mirrored, upside down or both; 5 to 8 lie on their side. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

const ORIENTATION_TAG = 0x0112
const SHORT = 3

/** @returns the orientation that a file's EXIF data give, 1 where there are none, or none that make sense */
export function readOrientation(file: Uint8Array, format: ImageFormat): Orientation {
  const exif = FINDERS[format]?.(file)
  try {
    return exif ? orientationOf(exif) : 1
  } catch (error) {
    if (error instanceof RangeError) return 1 // an offset that points out of the data
    throw error
  }
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function latin1(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length))
}

/** How to find the TIFF structure with a photo's EXIF data. */
const FINDERS: Partial<Record<ImageFormat, (file: Uint8Array) => Uint8Array | undefined>> = {
  jpeg: findInJpeg,
  png: findInPng,
  webp: findInWebp,
}

/** A JPEG's segments: FF, marker, length of the rest (two bytes, themselves included). EXIF is in an APP1. */
function findInJpeg(file: Uint8Array): Uint8Array | undefined {
  const data = view(file)
  const START_OF_SCAN = 0xda
  for (let at = 2; at + 4 <= file.length && data.getUint8(at) === 0xff; ) {
    const marker = data.getUint8(at + 1)
    if (marker === START_OF_SCAN) return undefined
    if (marker === 0xff) {
      at += 1 // a fill byte
      continue
    }
    const end = at + 2 + data.getUint16(at + 2)
    if (marker === 0xe1 && latin1(file, at + 4, 6) === 'Exif\0\0') return file.subarray(at + 10, end)
    at = end
  }
  return undefined
}

/** A PNG's chunks: length, type, data, check sum. */
function findInPng(file: Uint8Array): Uint8Array | undefined {
  const data = view(file)
  for (let at = 8; at + 12 <= file.length; at += 12 + data.getUint32(at)) {
    if (latin1(file, at + 4, 4) === 'eXIf') return file.subarray(at + 8, at + 8 + data.getUint32(at))
  }
  return undefined
}

/** A WebP's RIFF chunks: type, length (little-endian), data, padded to an even length. */
function findInWebp(file: Uint8Array): Uint8Array | undefined {
  const data = view(file)
  for (let at = 12; at + 8 <= file.length; ) {
    const length = data.getUint32(at + 4, true)
    if (latin1(file, at, 4) === 'EXIF') return file.subarray(at + 8, at + 8 + length)
    at += 8 + length + (length % 2)
  }
  return undefined
}

/** The tag's value in the first directory. @throws RangeError where an offset points out of the data */
function orientationOf(exif: Uint8Array): Orientation {
  // some writers repeat JPEG's prefix
  const tiff = view(latin1(exif, 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif)
  const order = tiff.getUint16(0)
  if (order !== 0x4949 && order !== 0x4d4d) return 1
  const littleEndian = order === 0x4949
  const directory = tiff.getUint32(4, littleEndian)
  const entries = tiff.getUint16(directory, littleEndian)
  for (let entry = directory + 2; entry < directory + 2 + entries * 12; entry += 12) {
    if (tiff.getUint16(entry, littleEndian) !== ORIENTATION_TAG) continue
    if (tiff.getUint16(entry + 2, littleEndian) !== SHORT) return 1
    const value = tiff.getUint16(entry + 8, littleEndian)
    return isOrientation(value) ? value : 1
  }
  return 1
}

function isOrientation(value: number): value is Orientation {
  return value >= 1 && value <= 8
}

/** For each orientation, the corner of the stored pixels where the upright photo begins, and whether its rows were columns. */
const TURNS: Record<Orientation, { right: boolean; bottom: boolean; sideways: boolean }> = {
  1: { right: false, bottom: false, sideways: false },
  2: { right: true, bottom: false, sideways: false },
  3: { right: true, bottom: true, sideways: false },
  4: { right: false, bottom: true, sideways: false },
  5: { right: false, bottom: false, sideways: true },
  6: { right: false, bottom: true, sideways: true },
  7: { right: true, bottom: true, sideways: true },
  8: { right: true, bottom: false, sideways: true },
}

/** The upright photo from the pixels as stored. */
export function turnUpright(stored: Pixels, orientation: Orientation): Pixels {
  if (orientation === 1) return stored
  const { right, bottom, sideways } = TURNS[orientation]
  const { width, height } = stored
  const from = new Uint32Array(stored.data.buffer, stored.data.byteOffset, width * height)
  const upright = sideways ? { width: height, height: width } : { width, height }
  const to = new Uint32Array(width * height)
  const start = (right ? width - 1 : 0) + (bottom ? (height - 1) * width : 0)
  const alongX = right ? -1 : 1
  const alongY = bottom ? -width : width
  const [stepX, stepY] = sideways ? [alongY, alongX] : [alongX, alongY]
  for (let y = 0, out = 0; y < upright.height; y++) {
    for (let x = 0, at = start + y * stepY; x < upright.width; x++, at += stepX) {
      to[out++] = from[at] as number
    }
  }
  return { data: new Uint8Array(to.buffer), ...upright }
}
