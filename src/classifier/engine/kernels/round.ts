import { LARGEST } from './dot'

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

/** Nearest whole numbers, ties to even, of floats that are not negative. Above 2^22 something larger than LARGEST. */
// @ts-expect-error: decorator
@inline
export function round(x: v128): v128 {
  return i32x4.sub(f32x4.add(x, f32x4.splat(MAGIC)), i32x4.splat(MAGIC_BITS))
}

/** Sixteen activations as the dot product wants them, clipped. */
// @ts-expect-error: decorator
@inline
export function store16(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  const low = i16x8.narrow_i32x4_s(round(a), round(b))
  const high = i16x8.narrow_i32x4_s(round(c), round(d))
  if (ASC_FEATURE_RELAXED_SIMD) {
    v128.store(to, i8x16.min_u(i8x16.narrow_i16x8_u(low, high), i8x16.splat(<i8>LARGEST)))
  } else {
    const most = i16x8.splat(<i16>LARGEST)
    v128.store(to, i16x8.min_s(low, most))
    v128.store(to, i16x8.min_s(high, most), 16)
  }
}

/** Four of them. */
// @ts-expect-error: decorator
@inline
export function store4(to: usize, a: v128): void {
  const short = i16x8.min_s(i16x8.narrow_i32x4_s(round(a), round(a)), i16x8.splat(<i16>LARGEST))
  if (ASC_FEATURE_RELAXED_SIMD) v128.store32_lane(to, i8x16.narrow_i16x8_u(short, short), 0)
  else v128.store64_lane(to, short, 0)
}
