import { describe, expect, test } from 'vitest'
import type { Pixels } from '../pixels.ts'
import { readOrientation, turnUpright } from './orientation.ts'

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))

/** EXIF data with a directory of two entries, the second of them the orientation. */
const little = (value: string) =>
  `II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x01\0\0\0A\0\0\0\x12\x01\x03\0\x01\0\0\0${value}\0\0\0\0\0\0\0`
const big = (value: string) =>
  `MM\0*\0\0\0\x08\0\x02\x01\x0f\0\x02\0\0\0\x01A\0\0\0\x01\x12\0\x03\0\0\0\x01\0${value}\0\0\0\0\0\0`

const segment = (marker: string, data: string) =>
  `\xff${marker}${String.fromCharCode((data.length + 2) >> 8, (data.length + 2) & 255)}${data}`
const jpeg = (...segments: string[]) => `\xff\xd8${segments.join('')}\xff\xda\0\x02`
const chunk = (type: string, data: string) => `\0\0\0${String.fromCharCode(data.length)}${type}${data}CRC.`
const png = (...chunks: string[]) => `\x89PNG\r\n\x1a\n${chunks.join('')}`
const riff = (type: string, data: string) =>
  `${type}${String.fromCharCode(data.length)}\0\0\0${data}${data.length % 2 ? '\0' : ''}`
const webp = (...chunks: string[]) => `RIFF\0\0\0\0WEBP${chunks.join('')}`

describe('the orientation is read', () => {
  test.each([
    ['a JPEG', 'jpeg', jpeg(segment('\xe0', 'JFIF'), segment('\xe1', `Exif\0\0${little('\x06')}`)), 6],
    ['a JPEG in Motorola’s order', 'jpeg', jpeg(segment('\xe1', `Exif\0\0${big('\x03')}`)), 3],
    [
      'a JPEG with XMP first',
      'jpeg',
      jpeg(segment('\xe1', 'http://ns'), segment('\xe1', `Exif\0\0${big('\x08')}`)),
      8,
    ],
    ['a JPEG with fill bytes', 'jpeg', jpeg(`\xff\xff${segment('\xe1', `Exif\0\0${big('\x02')}`)}`), 2],
    ['a PNG', 'png', png(chunk('IHDR', 'x'), chunk('eXIf', big('\x05'))), 5],
    ['a WebP', 'webp', webp(riff('VP8X', 'odd'), riff('EXIF', little('\x07'))), 7],
    ['a WebP that repeats JPEG’s prefix', 'webp', webp(riff('EXIF', `Exif\0\0${little('\x04')}`)), 4],
  ] as const)('of %s', (_, format, file, orientation) => {
    expect(readOrientation(bytes(file), format)).toBe(orientation)
  })

  test.each([
    ['no EXIF data', jpeg(segment('\xe0', 'JFIF'))],
    ['EXIF data after the picture', `${jpeg()}${segment('\xe1', `Exif\0\0${little('\x06')}`)}`],
    ['an orientation of 0', jpeg(segment('\xe1', `Exif\0\0${little('\0')}`))],
    ['an orientation of 9', jpeg(segment('\xe1', `Exif\0\0${little('\x09')}`))],
    [
      'an orientation that is no short number',
      jpeg(segment('\xe1', `Exif\0\0${little('\x06').replace('\x12\x01\x03', '\x12\x01\x04')}`)),
    ],
    ['another order of bytes', jpeg(segment('\xe1', `Exif\0\0${little('\x06').replace('II', 'IM')}`))],
    ['a directory beyond the data', jpeg(segment('\xe1', 'Exif\0\0II*\0\xff\xff\0\0'))],
    ['entries beyond the data', jpeg(segment('\xe1', 'Exif\0\0II*\0\x08\0\0\0\x09\0'))],
    ['a cut file', '\xff\xd8\xff'],
  ])('with %s a photo is upright', (_, file) => {
    expect(readOrientation(bytes(file), 'jpeg')).toBe(1)
  })

  test('a format without EXIF data is upright', () => {
    expect(readOrientation(bytes(jpeg(segment('\xe1', `Exif\0\0${little('\x06')}`))), 'bmp')).toBe(1)
  })
})

/** A picture from letters, one a pixel. */
function pixels(...rows: string[]): Pixels {
  const width = rows[0]?.length ?? 0
  const data = Uint8Array.from([...rows.join('')].flatMap((c) => [c.charCodeAt(0), 1, 2, 255]))
  return { data, width, height: rows.length }
}

const letters = ({ data, width, height }: Pixels) =>
  Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => String.fromCharCode(data[(y * width + x) * 4] ?? 0)).join(''),
  )

// What is stored where the upright photo is "ABC" over "DEF", after EXIF 2.3: where the 0th row and column are.
test.each([
  [1, ['ABC', 'DEF']],
  [2, ['CBA', 'FED']],
  [3, ['FED', 'CBA']],
  [4, ['DEF', 'ABC']],
  [5, ['AD', 'BE', 'CF']],
  [6, ['CF', 'BE', 'AD']],
  [7, ['FC', 'EB', 'DA']],
  [8, ['DA', 'EB', 'FC']],
] as const)('pixels of orientation %i are turned upright', (orientation, stored) => {
  const upright = turnUpright(pixels(...stored), orientation)
  expect(letters(upright)).toEqual(['ABC', 'DEF'])
  expect([...upright.data.slice(0, 4)]).toEqual([65, 1, 2, 255])
})
