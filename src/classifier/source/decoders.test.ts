import { PNG } from 'pngjs'
import { describe, expect, test, vi } from 'vitest'
import type { Pixels } from '../types.ts'
import { hasDecoder, loadDecoder } from './decoders.ts'
import type { ImageFormat } from './sniff.ts'
import { readWasm } from './test-decoders.ts'

/** A picture of 5x3 pixels with some transparent ones. */
function small(): Pixels {
  const data = Uint8ClampedArray.from({ length: 5 * 3 * 4 }, (_, i) => (i * 37) & 255)
  for (let i = 3; i < data.length; i += 4) data[i] = i % 8 === 3 ? 255 : 100
  return new ImageData(data, 5, 3)
}

test('a PNG comes out as it is stored, alpha and all', async () => {
  const { data, width, height } = small()
  const png = new PNG({ width, height })
  png.data.set(data)
  const decode = await loadDecoder('png', readWasm)
  const file = Uint8Array.from(PNG.sync.write(png)).buffer
  expect(await decode(file)).toMatchObject({ data, width, height })
})

describe('what is no picture is refused, and not a word of it goes to the console', () => {
  test.each(['jpeg', 'png', 'webp', 'avif'] as const)('%s', async (format) => {
    const said = (['error', 'warn', 'log'] as const).map((to) => vi.spyOn(console, to).mockReturnValue())
    const decode = await loadDecoder(format, readWasm)
    await expect(decode(new TextEncoder().encode('Dear cat,').buffer)).rejects.toBeDefined()
    for (const spy of said) {
      expect(spy).not.toHaveBeenCalled()
      spy.mockRestore()
    }
  })
})

test('formats without a decoder are known before anything is loaded', async () => {
  const formats: ImageFormat[] = ['jpeg', 'png', 'webp', 'avif', 'gif', 'bmp', 'heic', 'svg', 'tiff']
  expect(formats.filter(hasDecoder)).toEqual(['jpeg', 'png', 'webp', 'avif'])
  const read = vi.fn(readWasm)
  await expect(loadDecoder('gif', read)).rejects.toThrow('gif')
  expect(read).not.toHaveBeenCalled()
})

test('a wasm file that is not there is said', async () => {
  vi.stubGlobal('fetch', async () => new Response('', { status: 404 }))
  await expect(loadDecoder('avif')).rejects.toThrow('404')
  vi.unstubAllGlobals()
})
