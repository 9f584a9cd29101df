import { describe, expect, it } from 'vitest'
import { progressBar, progressLine } from './progress.ts'

function record(isTTY: boolean) {
  const written: string[] = []
  return { written, stream: { isTTY, write: (text: string) => written.push(text) } }
}

describe('progressLine', () => {
  it('shows bytes and percent', () => {
    expect(progressLine('Weights', 16_500_000, 33_000_000)).toBe(
      'Weights ████████████░░░░░░░░░░░░ 50 % (16.5 MB of 33.0 MB)',
    )
  })

  it('says 100 % only at the end', () => {
    expect(progressLine('Weights', 32_999_999, 33_000_000)).toContain(' 99 %')
  })

  it('shows bytes alone where the length is not known', () => {
    expect(progressLine('Weights', 1_000_000, undefined)).toBe('Weights 1.0 MB')
  })
})

describe('progressBar', () => {
  it('draws one line again and again on a terminal', () => {
    const { written, stream } = record(true)
    const bar = progressBar(stream, 'Weights')
    for (let loaded = 0; loaded <= 1e7; loaded += 1e4) bar(loaded, 1e7)
    bar.end()
    expect(written.slice(0, -1).every((text) => text.startsWith('\r') && !text.includes('\n'))).toBe(true)
    expect(written.at(-2)).toContain('100 % (10.0 MB of 10.0 MB)')
    expect(written.at(-1)).toBe('\n')
  })

  it('writes a line every 10 % into a log', () => {
    const { written, stream } = record(false)
    const bar = progressBar(stream, 'Weights')
    for (let loaded = 0; loaded <= 1e7; loaded += 1e4) bar(loaded, 1e7)
    bar.end()
    expect(written.map((line) => / (\d+ %)/.exec(line)?.[1])).toEqual(
      Array.from({ length: 11 }, (_, i) => `${i * 10} %`),
    )
  })
})
