import { describe, expect, test } from 'vitest'
import { IMAGENET } from '../network/imagenet.ts'
import type { OpenPhoto } from './pixels.ts'
import { Preparer } from './prepare.ts'
import { deferred, quiet } from './test/fakes.ts'
import type { Source } from './types.ts'

interface FakePhoto extends OpenPhoto {
  closed: number
  reads: number
}

function fakePhoto(width = 4, height = 3, color = 128): FakePhoto {
  return {
    ...{ width, height, readBack: 'canvas', closed: 0, reads: 0 },
    thumbnail: async (side) => ({ width: side, height: side, close() {} }),
    read(rect) {
      this.reads += 1
      return { ...rect, data: new Uint8Array(rect.width * rect.height * 4).fill(color) }
    },
    close() {
      this.closed += 1
    },
  }
}

function setUp(open: (source: Source) => Promise<OpenPhoto>) {
  let opened = 0
  let clock = 0
  const preparer = new Preparer(
    (source) => {
      opened += 1
      return open(source)
    },
    () => ++clock,
  )
  return { preparer, opened: () => opened }
}

const request = (keep?: string, view = { kind: 'center' as const }) => ({
  ...{ source: new Blob(), view, colorSpaceConversion: 'default' as const },
  ...(keep === undefined ? {} : { keep }),
})

test('a photo becomes the network’s input, and is closed', async () => {
  const photo = fakePhoto()
  const { preparer } = setUp(async () => photo)
  const prepared = await preparer.prepare(request())
  expect(prepared).toMatchObject({ width: 4, height: 3, readBack: 'canvas' })
  expect(prepared.inputs).toHaveLength(1)
  expect(prepared.inputs[0].rgb).toEqual(new Uint8Array(IMAGENET.size ** 2 * 3).fill(128))
  expect(photo.closed).toBe(1)
})

test('its time is told in two: what the browser takes and what resampling takes', async () => {
  const { preparer } = setUp(async () => fakePhoto())
  // the clock ticks at each look: opened; planned, read, resampled
  expect(await preparer.prepare(request())).toMatchObject({ decode: 2, preprocess: 2 })
})

test('an average has several inputs, half of them mirrored', async () => {
  const { preparer } = setUp(async () => fakePhoto(300, 300))
  const average = { ...request(), view: { kind: 'average' as const, crops: 10 as const } }
  const { inputs } = await preparer.prepare(average)
  expect(inputs.map(({ mirrored }) => mirrored)).toEqual([...Array(5).fill(false), ...Array(5).fill(true)])
})

test('a photo that can’t be read is closed, too', async () => {
  const photo = fakePhoto()
  photo.read = () => {
    throw new Error('no canvas')
  }
  const { preparer } = setUp(async () => photo)
  await expect(preparer.prepare(request())).rejects.toThrow('no canvas')
  expect(photo.closed).toBe(1)
})

describe('a photo that is to be kept', () => {
  test('is opened once for all its views, and closed when it is let go of', async () => {
    const photo = fakePhoto()
    const { preparer, opened } = setUp(async () => photo)
    preparer.keep('a')
    await preparer.prepare(request('a'))
    await preparer.prepare(request('a'))
    expect([opened(), photo.closed, photo.reads]).toEqual([1, 0, 2])
    preparer.keep(undefined)
    expect(photo.closed).toBe(1)
    preparer.keep(undefined)
    expect(photo.closed).toBe(1)
  })

  test('has the pixels closed that came for another view of it', async () => {
    const { preparer } = setUp(async () => fakePhoto())
    preparer.keep('a')
    await preparer.prepare(request('a'))
    const source = { ...{ width: 1, height: 1, closed: false }, close: () => {} }
    source.close = () => {
      source.closed = true
    }
    await preparer.prepare({ ...request('a'), source })
    expect(source.closed).toBe(true)
  })

  test('gives way to the next', async () => {
    const [a, b] = [fakePhoto(), fakePhoto()]
    const photos = [a, b]
    const { preparer, opened } = setUp(async () => photos.shift() ?? fakePhoto())
    preparer.keep('a')
    await preparer.prepare(request('a'))
    preparer.keep('b')
    expect(a.closed).toBe(1)
    await preparer.prepare(request('b'))
    await preparer.prepare(request('b'))
    expect([opened(), b.closed]).toEqual([2, 0])
  })

  test('does not stop others from coming between', async () => {
    const [a, other] = [fakePhoto(), fakePhoto()]
    const photos = [a, other]
    const { preparer, opened } = setUp(async () => photos.shift() ?? fakePhoto())
    preparer.keep('a')
    await preparer.prepare(request('a'))
    await preparer.prepare(request())
    await preparer.prepare(request('a'))
    expect([opened(), a.closed, other.closed]).toEqual([2, 0, 1])
  })

  test('and was given up while it was opened is closed', async () => {
    const photo = fakePhoto()
    const opening = deferred<OpenPhoto>()
    const { preparer } = setUp(() => opening.promise)
    preparer.keep('a')
    const preparing = preparer.prepare(request('a'))
    await quiet()
    preparer.keep(undefined)
    opening.resolve(photo)
    await preparing
    expect(photo.closed).toBe(1)
  })

  test('but is too large is not', async () => {
    const photo = fakePhoto(8192, 8192)
    photo.read = (rect) => ({ ...rect, data: new Uint8Array(rect.width * rect.height * 4) })
    const { preparer } = setUp(async () => photo)
    preparer.keep('a')
    const part = { kind: 'region' as const, region: { left: 0, top: 0, width: 8, height: 8 } }
    await preparer.prepare({ ...request('a'), view: part })
    expect(photo.closed).toBe(1)
  })
})

describe('a small picture', () => {
  test('comes with the photo where it is wanted', async () => {
    const photo = fakePhoto()
    const { preparer } = setUp(async () => photo)
    expect(await preparer.prepare(request())).not.toHaveProperty('thumbnail')
    const prepared = await preparer.prepare({ ...request(), want: { thumbnail: 100 } })
    expect(prepared.thumbnail).toMatchObject({ width: 100 })
    expect(photo.closed).toBe(2)
  })

  test('that can’t be made costs no answer', async () => {
    const photo = fakePhoto()
    photo.thumbnail = () => Promise.reject(new Error('no memory'))
    const { preparer } = setUp(async () => photo)
    expect(await preparer.prepare({ ...request(), want: { thumbnail: 100 } })).toMatchObject({ width: 4 })
    expect(photo.closed).toBe(1)
  })

  test('comes alone, and the photo is closed, also when none can be made', async () => {
    const photo = fakePhoto()
    const { preparer } = setUp(async () => photo)
    expect(await preparer.thumbnail(new Blob(), 100)).toMatchObject({ width: 100 })
    photo.thumbnail = () => Promise.reject(new Error('no memory'))
    await expect(preparer.thumbnail(new Blob(), 100)).rejects.toThrow('no memory')
    expect(photo.closed).toBe(2)
  })
})
