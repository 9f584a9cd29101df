import { afterEach, expect, test, vi } from 'vitest'
import { ClassifierError } from '../errors.ts'
import { decodeByBrowser } from './decode.ts'
import type { ImageFormat } from './sniff.ts'

afterEach(() => vi.unstubAllGlobals())

test('the browser turns a photo upright and treats its profile as wanted', async () => {
  const create = vi.fn(async () => 'a bitmap')
  vi.stubGlobal('createImageBitmap', create)
  const photo = new Blob(['x'])
  expect(await decodeByBrowser(photo, 'jpeg', { colorSpaceConversion: 'none' })).toBe('a bitmap')
  expect(create).toHaveBeenCalledExactlyOnceWith(photo, {
    colorSpaceConversion: 'none',
    imageOrientation: 'from-image',
  })
})

test.each<[ImageFormat, string]>([
  ['jpeg', 'damaged-image'],
  ['png', 'damaged-image'],
  ['gif', 'damaged-image'],
  ['heic', 'unsupported-image'],
  ['tiff', 'unsupported-image'],
  ['jxl', 'unsupported-image'],
  ['avif', 'unsupported-image'],
])('a %s that can’t be decoded: %s', async (format, code) => {
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('', 'InvalidStateError')))
  const error = await decodeByBrowser(new Blob([]), format, { colorSpaceConversion: 'default' }).catch(
    (e) => e,
  )
  expect(error).toBeInstanceOf(ClassifierError)
  expect(error.code).toBe(code)
})
