import { describe, expect, it } from 'vitest'
import type { MappedLook } from '../../photos/item.ts'
import { type Evidence, evidence, rangeOf } from './evidence.ts'

/** Where in the picture the largest value is, as shares of its width and height. */
function peakOf({ width, height, values }: Evidence): { x: number; y: number } {
  let best = -1
  values.forEach((value, i) => {
    if (value > (values[best] ?? Number.NEGATIVE_INFINITY)) best = i
  })
  return { x: ((best % width) + 0.5) / width, y: (Math.floor(best / width) + 0.5) / height }
}

const photo = { width: 200, height: 100 }

/** A look whose map of class 1 is 1 in one cell (row, column) of seven by seven; class 0 has 2 everywhere. */
function look([row, column]: [number, number], change: Partial<MappedLook> = {}): MappedLook {
  const values = new Float32Array(2 * 49).fill(2, 0, 49)
  values[49 + row * 7 + column] = 1
  return {
    region: { left: 0, top: 0, width: 200, height: 100 },
    mirrored: false,
    maps: { side: 7, values },
    ...change,
  }
}

const ONE = [{ index: 1, weight: 1 }]

describe('the evidence for a class', () => {
  it('has its peak where the cell lies in the photo', () => {
    const { x, y } = peakOf(evidence([look([1, 5])], ONE, photo))
    expect(x).toBeCloseTo(5.5 / 7, 1)
    expect(y).toBeCloseTo(1.5 / 7, 1)
  })

  it('keeps the aspect ratio of the photo', () => {
    const { width, height } = evidence([look([0, 0])], ONE, { width: 3000, height: 1000 }, 300)
    expect([width, height]).toEqual([300, 100])
  })

  it('lies in the region that was looked at, and nowhere else', () => {
    const region = { left: 100, top: 0, width: 100, height: 100 }
    const { width, values, ...rest } = evidence([look([5, 1], { region })], ONE, photo)
    const peak = peakOf({ width, values, ...rest })
    expect(peak.x).toBeCloseTo(0.5 + 1.5 / 14, 1)
    expect(peak.y).toBeCloseTo(5.5 / 7, 1)
    expect(values[width / 2 - 1]).toBeNaN()
    expect(values[width / 2]).not.toBeNaN()
  })

  it('of a letterbox leaves out the padding', () => {
    const region = { left: 0, top: -50, width: 200, height: 200 }
    const { y } = peakOf(evidence([look([3, 3], { region })], ONE, photo))
    expect(y).toBeCloseTo(0.5, 1)
  })

  it('of a mirrored look is turned back', () => {
    const { x } = peakOf(evidence([look([1, 5], { mirrored: true })], ONE, photo))
    expect(x).toBeCloseTo(1.5 / 7, 1)
  })

  it('of several looks is averaged where they overlap', () => {
    const zero = [{ index: 0, weight: 1 }]
    const half = { left: 0, top: 0, width: 100, height: 100 }
    const none: MappedLook = { ...look([0, 0]), maps: { side: 7, values: new Float32Array(98) } }
    const { width, values } = evidence([look([0, 0], { region: half }), none], zero, photo)
    expect(values[0]).toBeCloseTo(1, 5)
    expect(values[width - 1]).toBe(0)
  })

  it('subtracts one class from another', () => {
    const difference = [
      { index: 0, weight: 1 },
      { index: 1, weight: -1 },
    ]
    const { values } = evidence([look([3, 3])], difference, photo)
    expect(Math.max(...values)).toBeCloseTo(2, 3)
    expect(Math.min(...values)).toBeLessThan(1.7)
  })

  it('is smooth and stays within the cells', () => {
    const region = { left: 0, top: 0, width: 256, height: 256 }
    const { values, width } = evidence([look([3, 3], { region })], ONE, { width: 256, height: 256 })
    for (const value of values) {
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(1)
    }
    const row = values.subarray(128 * width, 129 * width)
    const steps = row.slice(1).map((value, i) => Math.abs(value - (row[i] ?? 0)))
    expect(Math.max(...steps)).toBeLessThan(0.02) // a cell is 37 pixels wide
  })
})

it('the range covers several pictures, and what was not looked at has no part in it', () => {
  const region = { left: 100, top: 0, width: 100, height: 100 }
  const zero = evidence([look([0, 0], { region })], [{ index: 0, weight: 1 }], photo)
  const negative = evidence([look([0, 0])], [{ index: 0, weight: -2 }], photo)
  const { low, high } = rangeOf([zero, negative])
  expect(low).toBeCloseTo(-4, 5)
  expect(high).toBeCloseTo(2, 5)
})
