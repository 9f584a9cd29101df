/** Bytes of an activation 0..127: the relaxed dot product reads bytes, the plain one 16-bit numbers. */
export const UNIT: i32 = ASC_FEATURE_RELAXED_SIMD ? 1 : 2

/**
 * Bits of an activation's byte, so that the relaxed instruction is exact: 2 * 127 * 128 < 32768, nothing can saturate. A
 * wide activation is two such bytes, which lie apart.
 */
export const BITS: i32 = 7
export const LOW_BITS: i16 = 127

/** Eight 16-bit products, added in pairs. */
// @ts-expect-error: decorator
@inline
export function dot16(weights: v128, values: v128, sums: v128): v128 {
  return i32x4.add(sums, i32x4.dot_i16x8_s(weights, values))
}

/**
 * Four outputs, each with as many inputs as four bytes hold. The same integers in all builds. Where the processor has
 * no instruction for the whole, V8 makes five of it; the split build's two halves and a sum become three.
 */
// @ts-expect-error: decorator
@inline
export function dot(weights: v128, values: v128, sums: v128): v128 {
  if (!ASC_FEATURE_RELAXED_SIMD) return dot16(weights, values, sums)
  if (!SPLIT) return i32x4.relaxed_dot_i8x16_i7x16_add_s(weights, values, sums)
  return dot16(i16x8.relaxed_dot_i8x16_i7x16_s(weights, values), i16x8.splat(1), sums)
}
