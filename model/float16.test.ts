import { describe, expect, it } from 'vitest'
import { toFloat16Bits, toFloat16Bytes } from './float16.ts'

/** The value of a binary16 given by its bits. */
function fromFloat16Bits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >>> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1024 + fraction) * 2 ** (exponent - 25)
}

describe('toFloat16Bits', () => {
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [1 / 3, 0x3555],
    [65504, 0x7bff],
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [-1e9, 0xfc00],
    [Number.POSITIVE_INFINITY, 0x7c00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [2 ** -25 * (1 + 2 ** -20), 0x0001],
    [3 * 2 ** -25, 0x0002],
    [5e-324, 0x0000],
  ])('writes %d as its nearest half', (value, bits) => {
    expect(toFloat16Bits(value)).toBe(bits)
  })

  it('keeps NaN a NaN', () => {
    expect(fromFloat16Bits(toFloat16Bits(Number.NaN))).toBeNaN()
  })

  it('sends every finite half to itself', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      if ((bits & 0x7c00) === 0x7c00) continue
      if (toFloat16Bits(fromFloat16Bits(bits)) !== bits) expect.fail(`0x${bits.toString(16)}`)
    }
  })

  it('rounds the middle between two neighbours to the even one and all else to the nearer', () => {
    for (let bits = 0; bits < 0x7bff; bits++) {
      const low = fromFloat16Bits(bits)
      const high = fromFloat16Bits(bits + 1)
      const middle = (low + high) / 2
      const nudge = (high - low) * 2 ** -30
      const even = bits % 2 === 0 ? bits : bits + 1
      const got = [middle - nudge, middle, middle + nudge].map(toFloat16Bits)
      if (got[0] !== bits || got[1] !== even || got[2] !== bits + 1) {
        expect.fail(`around ${middle}: ${got.map((b) => b.toString(16))}`)
      }
    }
  })

  it('rounds a float64 once: by way of float32 this one would end a step lower', () => {
    const value = 1 + 2 ** -11 + 2 ** -40
    expect(toFloat16Bits(Math.fround(value))).toBe(0x3c00)
    expect(toFloat16Bits(value)).toBe(0x3c01)
  })
})

describe('toFloat16Bytes', () => {
  it('is little-endian', () => {
    expect([...toFloat16Bytes([1, -2])]).toEqual([0x00, 0x3c, 0x00, 0xc0])
  })

  it.each([70000, Number.NaN, Number.NEGATIVE_INFINITY])('refuses %d', (value) => {
    expect(() => toFloat16Bytes([0, value])).toThrow(RangeError)
  })
})
