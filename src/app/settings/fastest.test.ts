import { describe, expect, it } from 'vitest'
import type { Measurement } from '../../classifier/index.ts'
import { fastest } from './fastest.ts'

const took = (backend: Measurement['backend'], milliseconds: number, sameTop = true): Measurement => ({
  backend,
  milliseconds,
  agreement: { difference: 0.001, sameTop },
})

describe('the fastest backend', () => {
  it('has the fewest milliseconds, in whatever order they come', () => {
    expect(fastest([took('engine', 58), took('webgpu', 12), took('wasm', 101)])?.backend).toBe('webgpu')
    expect(fastest([took('webgpu', 120), took('engine', 58)])?.backend).toBe('engine')
  })

  it('is never one whose answer is another', () => {
    expect(fastest([took('engine', 58), took('webgpu', 12, false)])?.backend).toBe('engine')
  })

  it('is none where none ran', () => {
    expect(fastest([{ backend: 'webgpu', obstacle: 'no adapter' }])).toBeUndefined()
    expect(fastest([])).toBeUndefined()
  })
})
