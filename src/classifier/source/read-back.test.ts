import { expect, test } from 'vitest'
import { knownPicture } from './read-back.ts'

test('the known picture’s file is a BMP of its pixels: rows from the top, each pixel blue, green, red', async () => {
  const { file, pixels } = knownPicture()
  const bytes = new Uint8Array(await file.arrayBuffer())
  const header = new DataView(bytes.buffer)
  expect(String.fromCharCode(...bytes.slice(0, 2))).toBe('BM')
  expect(header.getUint32(2, true)).toBe(bytes.length)
  const start = header.getUint32(10, true)
  const [width, height] = [header.getInt32(18, true), header.getInt32(22, true)]
  expect([width, height]).toEqual([pixels.width, -pixels.height]) // negative: from the top
  expect([header.getUint16(28, true), header.getUint32(30, true)]).toEqual([24, 0]) // bits, no compression
  expect(bytes).toHaveLength(start + pixels.width * pixels.height * 3)
  const rgba = Array.from({ length: pixels.width * pixels.height }, (_, pixel) => {
    const at = start + pixel * 3
    return [bytes[at + 2], bytes[at + 1], bytes[at], 255]
  })
  expect(rgba.flat()).toEqual([...pixels.data])
})

test('its pixels have every value in every channel, so that no change goes unseen', () => {
  const { data } = knownPicture().pixels
  for (const channel of [0, 1, 2])
    expect(new Set(data.filter((_, i) => i % 4 === channel)).size, String(channel)).toBe(256)
})
