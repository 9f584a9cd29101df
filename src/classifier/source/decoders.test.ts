import { init } from '@jsquash/png/decode.js'
import { PNG } from 'pngjs'
import { describe, expect, test, vi } from 'vitest'
import type { Pixels } from '../pixels.ts'
import { hasDecoder, loadDecoder } from './decoders.ts'
import type { ImageFormat } from './sniff.ts'
import { readWasm } from './test-decoders.ts'
import { jpeg } from './test-files/jpeg.ts'
import { png } from './test-files/png.ts'

/** A picture of 5x3 pixels with some transparent ones. */
function small(): Pixels {
  const data = Uint8ClampedArray.from({ length: 5 * 3 * 4 }, (_, i) => (i * 37) & 255)
  for (let i = 3; i < data.length; i += 4) data[i] = i % 8 === 3 ? 255 : 100
  return new ImageData(data, 5, 3)
}

test('a PNG comes out as it is stored, alpha and all', async () => {
  const { data, width, height } = small()
  const stored = new PNG({ width, height })
  stored.data.set(data)
  const decode = await loadDecoder('png', readWasm)
  const file = Uint8Array.from(PNG.sync.write(stored)).buffer
  expect(await decode(file)).toMatchObject({ data, width, height })
})

describe('what is no picture is refused, and not a word of it goes to the console', () => {
  test.each(['jpeg', 'png', 'webp', 'avif', 'heic'] as const)('%s', async (format) => {
    const said = (['error', 'warn', 'log'] as const).map((to) => vi.spyOn(console, to).mockReturnValue())
    const decode = await loadDecoder(format, readWasm)
    await expect(decode(new TextEncoder().encode('Dear cat,').buffer)).rejects.toBeDefined()
    for (const spy of said) {
      expect(spy).not.toHaveBeenCalled()
      spy.mockRestore()
    }
  })
})

describe('after damaged files', () => {
  const size = { width: 40, height: 30 }

  test('a good JPEG is decoded: after dozens the decoder used to fail with every file', async () => {
    const good = jpeg(size)
    const damaged = good.slice(0, good.length >> 1)
    damaged.set([0xff, 0xda], 20) // pixels without tables
    const decode = await loadDecoder('jpeg', readWasm)
    for (let left = 100; left > 0; left--) await expect(decode(damaged.buffer)).rejects.toBeDefined()
    expect(await decode(good.buffer)).toMatchObject(size)
  })

  test('the PNG decoder has its whole stack again: after a thousand it used to have none', async () => {
    const good = png(size)
    const damaged = good.slice(0, good.length >> 1)
    const decode = await loadDecoder('png', readWasm)
    const { __wbindgen_add_to_stack_pointer: moveStack } = await init()
    const before = moveStack(0)
    for (let left = 5; left > 0; left--) await expect(decode(damaged.buffer)).rejects.toBeDefined()
    expect(await decode(good.buffer)).toMatchObject(size)
    expect(moveStack(0)).toBe(before)
  })
})

test('formats without a decoder are known before anything is loaded', async () => {
  const formats: ImageFormat[] = ['jpeg', 'png', 'webp', 'avif', 'gif', 'bmp', 'heic', 'svg', 'tiff']
  expect(formats.filter(hasDecoder)).toEqual(['jpeg', 'png', 'webp', 'avif', 'heic'])
  const read = vi.fn(readWasm)
  await expect(loadDecoder('gif', read)).rejects.toThrow('gif')
  expect(read).not.toHaveBeenCalled()
})

test('a wasm file that is not there is said', async () => {
  vi.stubGlobal('fetch', async () => new Response('', { status: 404 }))
  await expect(loadDecoder('avif')).rejects.toThrow('404')
  vi.unstubAllGlobals()
})
