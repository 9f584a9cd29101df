import { deflateSync } from 'node:zlib'
import { big, join } from './bytes.ts'

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 255] as number) ^ (crc >>> 8)
  return ~crc >>> 0
}

export function chunk(type: string, ...data: Parameters<typeof join>): Uint8Array<ArrayBuffer> {
  const bytes = join(...data)
  return join(big(bytes.length, 4), type, bytes, big(crc32(join(type, bytes)), 4))
}

export const SIGNATURE = '\x89PNG\r\n\x1a\n'

/** PNG's numbers for kinds of colour. */
export const COLOUR = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 } as const

const CHANNELS = { grey: 1, rgb: 3, palette: 1, greyAlpha: 2, rgba: 4 } as const

export interface PngParts {
  width: number
  height: number
  colour?: keyof typeof COLOUR
  depth?: 1 | 8 | 16
  interlaced?: boolean
  /** One pixel, as its bytes are stored; all pixels are the same. Zeros unless told. */
  pixel?: number[]
  /** Chunks between the header and the pixels. */
  before?: Uint8Array[]
  /** Chunks after the pixels. */
  after?: Uint8Array[]
  /** Instead of pixels that fit the header. */
  data?: Uint8Array
}

/** Rows of equal pixels, each after the number of its filter, packed. */
export function packedRows(width: number, height: number, bits: number, pixel: number[]): Uint8Array {
  const row = new Uint8Array(1 + Math.ceil((width * bits) / 8))
  if (bits >= 8) for (let x = 0; x < width; x++) row.set(pixel, 1 + (x * bits) / 8)
  const rows = new Uint8Array(row.length * height)
  for (let y = 0; y < height; y++) rows.set(row, y * row.length)
  return rows
}

/** Adam7: where each of the seven passes begins, and its steps. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

export function png(parts: PngParts): Uint8Array<ArrayBuffer> {
  const { width, height, colour = 'rgb', depth = 8, interlaced = false, before = [], after = [] } = parts
  const bits = CHANNELS[colour] * depth
  const pixel = parts.pixel ?? new Array(bits >> 3).fill(0)
  const rows = () =>
    interlaced
      ? join(
          ...PASSES.map(([x, y, stepX, stepY]) => {
            const size = [Math.ceil((width - x) / stepX), Math.ceil((height - y) / stepY)] as const
            return size[0] > 0 && size[1] > 0 ? packedRows(...size, bits, pixel) : []
          }),
        )
      : packedRows(width, height, bits, pixel)
  return join(
    SIGNATURE,
    chunk('IHDR', big(width, 4), big(height, 4), [depth, COLOUR[colour], 0, 0, interlaced ? 1 : 0]),
    ...before,
    chunk('IDAT', parts.data ?? deflateSync(rows())),
    ...after,
    chunk('IEND'),
  )
}
