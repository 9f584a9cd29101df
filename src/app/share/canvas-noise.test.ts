// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest'
import { canvasAddsNoise } from './canvas-noise.ts'

/** A canvas that holds single pixels and gives them back after `change`. */
function fakeCanvas(change: (data: Uint8ClampedArray) => void) {
  const canvas = document.createElement('canvas')
  const data = new Uint8ClampedArray(16 * 16 * 4).fill(255)
  const context = {
    fillStyle: '',
    fillRect(x: number, y: number) {
      data.set((context.fillStyle.match(/\d+/g) ?? []).map(Number), (y * 16 + x) * 4)
    },
    getImageData() {
      change(data)
      return { data }
    },
  }
  vi.spyOn(canvas, 'getContext').mockReturnValue(context as unknown as null)
  return canvas
}

describe('a canvas', () => {
  it('that gives back what was drawn is good', () => {
    expect(canvasAddsNoise(fakeCanvas(() => {}))).toBe(false)
  })

  it.each([
    ['one bit of one pixel', (data: Uint8ClampedArray) => (data[500] = (data[500] ?? 0) ^ 1)],
    ['the last pixel', (data: Uint8ClampedArray) => (data[1022] = (data[1022] ?? 0) ^ 1)],
    ['all to white', (data: Uint8ClampedArray) => data.fill(255)],
    [
      'nothing but refuses to be read',
      () => {
        throw new DOMException('', 'SecurityError')
      },
    ],
  ])('that changes %s adds noise', (_, change) => {
    expect(canvasAddsNoise(fakeCanvas(change))).toBe(true)
  })

  it('that can’t be had adds none', () => {
    const canvas = document.createElement('canvas')
    vi.spyOn(canvas, 'getContext').mockReturnValue(null)
    expect(canvasAddsNoise(canvas)).toBe(false)
  })
})
