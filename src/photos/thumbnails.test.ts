import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FakeBitmap, fakeBitmap } from './test/fake-classifier.ts'
import { createThumbnails } from './thumbnails.ts'

const flush = () => new Promise((resolve) => setTimeout(resolve))
const file = new Blob(['x'])

function setUp(kept = 3) {
  const made: FakeBitmap[] = []
  let waiting: (() => void)[] = []
  const thumbnails = createThumbnails(
    () =>
      new Promise((resolve) => {
        waiting.push(() => {
          const bitmap = fakeBitmap()
          made.push(bitmap)
          resolve(bitmap)
        })
      }),
    kept,
  )
  const finish = async () => {
    const ready = waiting
    waiting = []
    for (const one of ready) one()
    await flush()
  }
  return { thumbnails, made, waiting: () => waiting.length, finish }
}

describe('thumbnails', () => {
  it('of far items are released, those on show never', () => {
    const { thumbnails } = setUp(3)
    const bitmaps = [1, 2, 3, 4, 5].map(() => fakeBitmap())
    const leave = thumbnails.show(1, undefined)
    bitmaps.forEach((bitmap, i) => {
      thumbnails.put(i + 1, bitmap)
    })
    expect(bitmaps.map(({ closed }) => closed)).toEqual([false, true, true, false, false])
    leave()
    thumbnails.put(6, fakeBitmap())
    expect(bitmaps[0]?.closed).toBe(true)
  })

  it('are made one at a time for what is on show, what came last first', async () => {
    const { thumbnails, waiting, finish } = setUp()
    thumbnails.show(1, file)
    thumbnails.show(2, file)
    const leave = thumbnails.show(3, file)
    thumbnails.show(4, undefined) // on its way
    expect(waiting()).toBe(1)
    leave()
    await finish()
    expect([1, 2, 3, 4].map((id) => thumbnails.get(id) !== undefined)).toEqual([true, false, false, false])
    await finish()
    expect(thumbnails.get(2)).toBeTruthy()
    expect(waiting()).toBe(0)
  })

  it('that can’t be made are asked for once', async () => {
    let asked = 0
    const thumbnails = createThumbnails(() => Promise.reject(new Error(`${++asked}`)))
    thumbnails.show(1, file)
    await flush()
    thumbnails.show(1, file)
    await flush()
    expect(asked).toBe(1)
  })

  it('are told of when they come, and all released in the end, a late one too', async () => {
    const { thumbnails, made, finish } = setUp()
    let told = 0
    const stop = thumbnails.subscribe(() => told++)
    thumbnails.show(1, file)
    await finish()
    expect(told).toBe(1)
    stop()
    thumbnails.show(2, file)
    thumbnails.dispose()
    await finish()
    expect(made.map(({ closed }) => closed)).toEqual([true, true])
  })
})

it('whatever comes and goes, no more than the limit and what is on show is open', () => {
  const step = fc.record({ kind: fc.constantFrom('put', 'show', 'leave'), id: fc.nat(12) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { thumbnails } = setUp(4)
      const bitmaps: FakeBitmap[] = []
      const shown = new Map<number, () => void>()
      for (const { kind, id } of steps) {
        if (kind === 'put') {
          const bitmap = fakeBitmap()
          bitmaps.push(bitmap)
          thumbnails.put(id, bitmap)
        } else if (kind === 'show') shown.set(id, thumbnails.show(id, undefined))
        else {
          shown.get(id)?.()
          shown.delete(id)
        }
        const open = bitmaps.filter(({ closed }) => !closed)
        expect(open.length).toBeLessThanOrEqual(Math.max(4, shown.size))
        for (const known of shown.keys()) {
          const bitmap = thumbnails.get(known)
          if (bitmap) expect(open).toContain(bitmap)
        }
      }
      thumbnails.dispose()
      expect(bitmaps.every(({ closed }) => closed)).toBe(true)
    }),
  )
})
