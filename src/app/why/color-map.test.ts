import { describe, expect, it } from 'vitest'
import {
  DIFFERENCE_PATH,
  differenceColor,
  EVIDENCE_PATH,
  evidenceColor,
  gradient,
  type Lab,
  toRgb,
} from './color-map.ts'

const steps = (path: (t: number) => Lab, count = 32) =>
  Array.from({ length: count + 1 }, (_, i) => path(i / count))
const distance = (p: Lab, q: Lab) => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])

/** Relative luminance (WCAG), what is left of a colour in grey. */
function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

it('OKLab becomes sRGB', () => {
  expect(toRgb([1, 0, 0])).toEqual([255, 255, 255])
  expect(toRgb([0, 0, 0])).toEqual([0, 0, 0])
  expect(toRgb([0.627955, 0.224863, 0.125846])).toEqual([255, 0, 0]) // Ottosson's values for pure red
})

describe('the colours of evidence', () => {
  it('brighten all the way', () => {
    const lights = Array.from({ length: 33 }, (_, i) => luminance(evidenceColor(i / 32)))
    expect(lights).toEqual(lights.toSorted((a, b) => a - b))
    expect(new Set(lights).size).toBe(lights.length)
  })

  it('differ evenly', () => {
    const points = steps(EVIDENCE_PATH)
    const gaps = points.slice(1).map((point, i) => distance(point, points[i] ?? point))
    expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThan(1.35)
  })

  it('take what lies beyond as the ends', () => {
    expect(evidenceColor(-3)).toEqual(evidenceColor(0))
    expect(evidenceColor(7)).toEqual(evidenceColor(1))
  })
})

it('the colours of a difference are as dark on the one side as on the other', () => {
  for (const point of steps(DIFFERENCE_PATH)) expect(point[0]).toBeLessThanOrEqual(0.93)
  for (let t = 0; t < 0.5; t += 0.05) expect(DIFFERENCE_PATH(t)[0]).toBeCloseTo(DIFFERENCE_PATH(1 - t)[0], 10)
  expect(differenceColor(0.5)[0]).toBeGreaterThan(220)
})

it('no colour is cut off at the edge of sRGB', () => {
  for (const color of [evidenceColor, differenceColor]) {
    for (let i = 0; i <= 32; i++) {
      for (const channel of color(i / 32)) {
        expect(channel).toBeGreaterThan(0)
        expect(channel).toBeLessThan(255)
      }
    }
  }
})

it('a gradient goes from the first colour to the last', () => {
  const text = gradient(evidenceColor)
  expect(text).toMatch(new RegExp(`^linear-gradient\\(to right, rgb\\(${evidenceColor(0).join(' ')}\\), `))
  expect(text.endsWith(`rgb(${evidenceColor(1).join(' ')}))`)).toBe(true)
})
