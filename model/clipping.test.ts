import { describe, expect, it } from 'vitest'
import { bestClip, Histogram } from './clipping.ts'

/** Values between 0 and 1, evenly, and an outlier of 10. */
const outlier = Float32Array.from({ length: 1000 }, (_, i) => (i === 0 ? 10 : i / 1000))
const even = Float32Array.from({ length: 1000 }, (_, i) => (i + 1) / 100)

/** A kernel of one output and as many 1x1 weights. */
const kernel = (...weights: number[]) => ({
  shape: [1, 1, weights.length, 1],
  data: Float32Array.from(weights),
})

function histogram(...channels: Float32Array[]): Histogram {
  const found = new Histogram(
    Float64Array.from(channels, (channel) => channel.reduce((a, b) => Math.max(a, b))),
  )
  found.add(new Float32Array(channels.flatMap((channel) => Array.from(channel))))
  return found
}

describe('bestClip', () => {
  it('keeps the whole range of even values', () => {
    expect(bestClip(histogram(even), Float64Array.of(10), kernel(1))).toBe(1)
  })

  it('gives up an outlier where finer steps save more', () => {
    const many = Float32Array.from({ length: 1_000_000 }, (_, i) => outlier[i === 0 ? 0 : 1 + (i % 999)] ?? 0)
    expect(bestClip(histogram(outlier), Float64Array.of(10), kernel(1))).toBeGreaterThan(0.8)
    expect(bestClip(histogram(many), Float64Array.of(10), kernel(1))).toBeLessThan(0.7)
  })

  it('minds the channels that the weights mind', () => {
    const both = histogram(
      even,
      Float32Array.from(even, (value) => value / 4),
    )
    const maximum = Float64Array.of(10, 2.5)
    expect(bestClip(both, maximum, kernel(1, 1))).toBe(1)
    expect(bestClip(both, maximum, kernel(0.0001, 1))).toBeLessThan(0.5)
  })

  it('leaves a layer that is never awake as it is', () => {
    expect(bestClip(histogram(new Float32Array(4)), Float64Array.of(0), kernel(1))).toBe(1)
  })
})
