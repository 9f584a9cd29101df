import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { unpack } from './unpack.ts'

const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) % 251)

test('a compressed file is what it was', async () => {
  const packed = new Uint8Array(gzipSync(bytes))
  expect(Buffer.from(await unpack(packed, { encoding: 'gzip' })).equals(bytes)).toBe(true)
})

test('a plain file stays as it is', async () => {
  expect(await unpack(bytes, {})).toBe(bytes)
})

test.each([
  ['not compressed', bytes],
  ['cut short', new Uint8Array(gzipSync(bytes).subarray(0, 1000))],
])('a file that is %s is refused', async (_, broken) => {
  await expect(unpack(broken, { encoding: 'gzip' })).rejects.toThrow()
})
