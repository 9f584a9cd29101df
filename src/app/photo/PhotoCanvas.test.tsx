// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PhotoCanvas } from './PhotoCanvas.tsx'

const photo = new Blob(['a photo'])
const drawImage = vi.fn()

/** Photos on their way: how each is decoded, or not. */
const decoding: { resolve(bitmap: { close(): void }): void; reject(error: Error): void }[] = []
const decode = vi.fn(
  (_photo: Blob, _options: ImageBitmapOptions) =>
    new Promise((resolve, reject) => decoding.push({ resolve, reject })),
)

beforeEach(() => {
  Object.assign(globalThis, { createImageBitmap: decode })
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({ drawImage } as unknown as null)
})

afterEach(() => {
  cleanup()
  vi.clearAllMocks()
  decoding.length = 0
})

function show(
  width = 400,
  height = 300,
  byWorker = (): Promise<ImageBitmap> => Promise.reject(new Error('no photo')),
) {
  const onUnreadable = vi.fn()
  const { unmount } = render(
    <PhotoCanvas {...{ photo, width, height, onUnreadable }} label="a cat" decode={byWorker} />,
  )
  const canvas = screen.getByRole<HTMLCanvasElement>('img', { name: 'a cat' })
  return { canvas, onUnreadable, unmount }
}

async function decoded() {
  const bitmap = { close: vi.fn() }
  await act(async () => decoding[0]?.resolve(bitmap))
  return bitmap
}

it('is drawn as large as it is, and its bitmap is given back', async () => {
  const { canvas } = show()
  const bitmap = await decoded()
  expect(decode).toHaveBeenCalledExactlyOnceWith(
    photo,
    expect.objectContaining({ resizeWidth: 400, resizeHeight: 300 }),
  )
  expect(drawImage).toHaveBeenCalledExactlyOnceWith(bitmap, 0, 0, 400, 300)
  expect([canvas.width, canvas.height]).toEqual([400, 300])
  expect(bitmap.close).toHaveBeenCalledOnce()
})

it.each([
  [6000, 4000, 2560, 1707],
  [4000, 6000, 1707, 2560],
  [100_000, 10, 2560, 1],
])('of %i x %i pixels is drawn with %i x %i', async (width, height, across, down) => {
  const { canvas } = show(width, height)
  const bitmap = await decoded()
  expect(drawImage).toHaveBeenCalledWith(bitmap, 0, 0, across, down)
  expect([canvas.width, canvas.height]).toEqual([across, down])
})

it('gives its pixels back when it goes', async () => {
  const { canvas, unmount } = show()
  await decoded()
  unmount()
  expect(canvas.width).toBe(0)
})

it('that goes while it is decoded draws nothing and keeps nothing', async () => {
  const { onUnreadable, unmount } = show()
  unmount()
  const bitmap = await decoded()
  expect(drawImage).not.toHaveBeenCalled()
  expect(bitmap.close).toHaveBeenCalledOnce()
  expect(onUnreadable).not.toHaveBeenCalled()
})

it('that can’t be decoded is said, unless it has gone', async () => {
  const { onUnreadable } = show()
  await act(async () => decoding[0]?.reject(new Error('damaged')))
  expect(onUnreadable).toHaveBeenCalledOnce()
  cleanup()
  const gone = show()
  gone.unmount()
  await act(async () => decoding[1]?.reject(new Error('damaged')))
  expect(gone.onUnreadable).not.toHaveBeenCalled()
})

it('is drawn by what the worker decodes where the browser can’t decode it', async () => {
  const bitmap = { width: 200, height: 150, close: vi.fn() }
  const byWorker = vi.fn(async () => bitmap)
  const { onUnreadable } = show(400, 300, byWorker)
  await act(async () => decoding[0]?.reject(new Error('HEIC')))
  expect(byWorker).toHaveBeenCalledExactlyOnceWith(photo, 2560)
  expect(drawImage).toHaveBeenCalledExactlyOnceWith(bitmap, 0, 0, 400, 300)
  expect(bitmap.close).toHaveBeenCalledOnce()
  expect(onUnreadable).not.toHaveBeenCalled()
})
