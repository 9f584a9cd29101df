import { describe, expect, it } from 'vitest'
import { checkInput } from './check-picture.ts'

/** FNV-1a over the bytes of the float32 values. */
function fingerprint(values: Float32Array): string {
  let hash = 0x811c9dc5
  const view = new DataView(new ArrayBuffer(4))
  for (const value of values) {
    view.setFloat32(0, value, true)
    for (let i = 0; i < 4; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x01000193)
  }
  return (hash >>> 0).toString(16)
}

describe('checkInput', () => {
  // The recorded logits belong to exactly these bits.
  it.each([
    ['gradient', 'b4a26255'],
    ['noise', 'e15fa4c5'],
  ] as const)('makes the same %s everywhere', (kind, expected) => {
    const input = checkInput(kind)
    expect(input).toHaveLength(3 * 224 * 224)
    expect(fingerprint(input)).toBe(expected)
  })

  it('stays within the range of normalised 8-bit pixels', () => {
    for (const kind of ['gradient', 'noise'] as const) {
      const input = checkInput(kind)
      expect(input.reduce((a, b) => Math.min(a, b))).toBeGreaterThan(-2.12)
      expect(input.reduce((a, b) => Math.max(a, b))).toBeLessThan(2.65)
    }
  })
})
