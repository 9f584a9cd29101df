import { BITS, LOW_BITS } from './dot'

// 1.5 * 2^23: floats there are whole numbers, so adding it rounds to nearest even, and the low bits are the number.
const MAGIC: f32 = 12582912
const MAGIC_BITS: i32 = 0x4b400000

/** ReLU. */
// @ts-expect-error: decorator
@inline
export function relu(x: v128): v128 {
  return f32x4.pmax(x, f32x4.splat(0))
}

/** Batch norm and ReLU of four channels. `x * scale + shift`, rounded twice: wasm has no fused form that all machines share. */
// @ts-expect-error: decorator
@inline
export function activation(x: v128, scale: v128, shift: v128): v128 {
  return relu(f32x4.add(f32x4.mul(x, scale), shift))
}

/** Nearest whole numbers, ties to even, of floats that are not negative. Above 2^22 something larger than any activation. */
// @ts-expect-error: decorator
@inline
export function round(x: v128): v128 {
  return i32x4.sub(f32x4.add(x, f32x4.splat(MAGIC)), i32x4.splat(MAGIC_BITS))
}

/**
 * Sixteen activations as the dot product wants them, clipped at `largest`.
 * @param low bytes from where they go to where their low bits go; 0 for activations of seven bits
 */
// @ts-expect-error: decorator
@inline
export function store16(to: usize, largest: i32, low: usize, a: v128, b: v128, c: v128, d: v128): void {
  const most = i16x8.splat(<i16>largest)
  const first = i16x8.min_s(i16x8.narrow_i32x4_s(round(a), round(b)), most)
  const second = i16x8.min_s(i16x8.narrow_i32x4_s(round(c), round(d)), most)
  if (!ASC_FEATURE_RELAXED_SIMD) {
    v128.store(to, first)
    v128.store(to, second, 16)
  } else if (low == 0) {
    v128.store(to, i8x16.narrow_i16x8_u(first, second))
  } else {
    const bits = i16x8.splat(LOW_BITS)
    v128.store(to, i8x16.narrow_i16x8_u(i16x8.shr_u(first, BITS), i16x8.shr_u(second, BITS)))
    v128.store(to + low, i8x16.narrow_i16x8_u(v128.and(first, bits), v128.and(second, bits)))
  }
}

/** Four of them. */
// @ts-expect-error: decorator
@inline
export function store4(to: usize, largest: i32, low: usize, a: v128): void {
  const codes = i16x8.min_s(i16x8.narrow_i32x4_s(round(a), round(a)), i16x8.splat(<i16>largest))
  if (!ASC_FEATURE_RELAXED_SIMD) {
    v128.store64_lane(to, codes, 0)
  } else if (low == 0) {
    v128.store32_lane(to, i8x16.narrow_i16x8_u(codes, codes), 0)
  } else {
    const high = i16x8.shr_u(codes, BITS)
    const rest = v128.and(codes, i16x8.splat(LOW_BITS))
    v128.store32_lane(to, i8x16.narrow_i16x8_u(high, high), 0)
    v128.store32_lane(to + low, i8x16.narrow_i16x8_u(rest, rest), 0)
  }
}
