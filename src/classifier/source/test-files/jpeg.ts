import { big, join, little } from './bytes.ts'

export const segment = (marker: number, ...data: Parameters<typeof join>): Uint8Array<ArrayBuffer> => {
  const bytes = join(...data)
  return join([0xff, marker], big(bytes.length + 2, 2), bytes)
}

/** A TIFF structure whose one entry is the orientation. */
export const exif = (orientation: number): Uint8Array<ArrayBuffer> =>
  join(
    'II*\0',
    little(8, 4),
    little(1, 2),
    little(0x0112, 2),
    little(3, 2),
    little(1, 4),
    little(orientation, 4),
    [0, 0, 0, 0],
  )

export const exifSegment = (orientation: number): Uint8Array<ArrayBuffer> =>
  segment(0xe1, 'Exif\0\0', exif(orientation))

/** The segment before CMYK pixels: Adobe's, no conversion. */
const ADOBE = segment(0xee, 'Adobe', [0, 100, 0, 0, 0, 0, 0])

export interface JpegParts {
  width: number
  height: number
  /** 1 is grey, 3 colours, 4 CMYK. */
  components?: number
  /** Segments after the file's first two bytes. */
  segments?: Uint8Array[]
  /** How many bytes of pixels; all of them unless told. */
  pixels?: number
}

/** A baseline JPEG, all of it middle grey: each block is two zero bits, the difference of its mean and its end. */
export function jpeg({
  width,
  height,
  components = 1,
  segments = [],
  pixels,
}: JpegParts): Uint8Array<ArrayBuffer> {
  const ids = Array.from({ length: components }, (_, i) => i + 1)
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8) * components
  return join(
    [0xff, 0xd8],
    ...segments,
    ...(components === 4 ? [ADOBE] : []),
    segment(0xdb, [0], new Uint8Array(64).fill(8)),
    segment(
      0xc0,
      [8],
      big(height, 2),
      big(width, 2),
      [components],
      ids.flatMap((id) => [id, 0x11, 0]),
    ),
    segment(0xc4, [0x00, 1], new Uint8Array(15), [0]),
    segment(0xc4, [0x10, 1], new Uint8Array(15), [0]),
    segment(
      0xda,
      [components],
      ids.flatMap((id) => [id, 0]),
      [0, 63, 0],
    ),
    new Uint8Array(pixels ?? Math.ceil((blocks * 2) / 8)),
    [0xff, 0xd9],
  )
}
