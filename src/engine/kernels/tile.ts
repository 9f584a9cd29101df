import { BITS, dot, dot16 } from './dot'
import { Layer } from './layer'
import { relu, store16 } from './round'

/** What becomes of the sums of a tile. Constants, so that each use compiles to its own loop. */
export const ACTIVATIONS = 0; // requantised, read by the next convolution
export const FEATURES = 1; // float32
export const SUMS = 2; // as they are

// @ts-expect-error: decorator
@inline
function product(short: bool, weights: v128, values: v128, sums: v128): v128 {
  return short ? dot16(weights, values, sums) : dot(weights, values, sums)
}

// @ts-expect-error: decorator
@inline
function scaled(sums: v128, scale: usize, bias: usize, vector: usize): v128 {
  return f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(sums), v128.load(scale + vector)), v128.load(bias + vector))
}

/** One pixel's sixteen outputs, of which `vectors` times four exist. */
// @ts-expect-error: decorator
@inline
function put(layer: Layer, kind: i32, a: v128, b: v128, c: v128, d: v128, scale: usize, bias: usize, vectors: i32, to: usize): void {
  if (kind == ACTIVATIONS) {
    store16(
      to,
      layer.placeLargest,
      layer.placeLow,
      relu(scaled(a, scale, bias, 0)),
      relu(scaled(b, scale, bias, 16)),
      relu(scaled(c, scale, bias, 32)),
      relu(scaled(d, scale, bias, 48)),
    )
  } else if (kind == FEATURES) {
    v128.store(to, scaled(a, scale, bias, 0))
    if (vectors > 1) v128.store(to, scaled(b, scale, bias, 16), 16)
    if (vectors > 2) v128.store(to, scaled(c, scale, bias, 32), 32)
    if (vectors > 3) v128.store(to, scaled(d, scale, bias, 48), 48)
  } else {
    v128.store(to, a)
    if (vectors > 1) v128.store(to, b, 16)
    if (vectors > 2) v128.store(to, c, 32)
    if (vectors > 3) v128.store(to, d, 48)
  }
}

/**
 * Two pixels by sixteen outputs: every four bytes of a pixel are spread over a register and meet four vectors of weights.
 * Eight sums, and what they are made of, are as many registers as engines have left of x86's sixteen: three pixels run
 * a quarter slower in the plain build. A window is `rows` runs of `bytes` contiguous bytes, `pitch` apart: a 1x1
 * convolution has one run, a 3x3 convolution three, for a pixel's right neighbours follow it in memory. Where activations
 * have low bits elsewhere, the sums so far count 128 times and the same weights meet the low bits.
 */
// @ts-ignore: decorator
@inline
export function tile(
  layer: Layer,
  kind: i32,
  short: bool,
  x0: usize,
  x1: usize,
  rows: i32,
  bytes: i32,
  pitch: i32,
  weights: usize,
  scale: usize,
  bias: usize,
  vectors: i32,
  y0: usize,
  y1: usize,
): void {
  const zero = i32x4.splat(0)
  let a0 = zero
  let a1 = zero
  let b0 = zero
  let b1 = zero
  let c0 = zero
  let c1 = zero
  let d0 = zero
  let d1 = zero
  for (let low: usize = 0; ; low = layer.low) {
    let at0 = x0 + low
    let at1 = x1 + low
    let w = weights
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < bytes; i += 4) {
        const v0 = v128.load32_splat(at0 + i)
        const v1 = v128.load32_splat(at1 + i)
        const a = v128.load(w)
        a0 = product(short, a, v0, a0)
        a1 = product(short, a, v1, a1)
        const b = v128.load(w, 16)
        b0 = product(short, b, v0, b0)
        b1 = product(short, b, v1, b1)
        const c = v128.load(w, 32)
        c0 = product(short, c, v0, c0)
        c1 = product(short, c, v1, c1)
        const d = v128.load(w, 48)
        d0 = product(short, d, v0, d0)
        d1 = product(short, d, v1, d1)
        w += 64
      }
      at0 += pitch
      at1 += pitch
    }
    if (short || !ASC_FEATURE_RELAXED_SIMD || low != 0 || layer.low == 0) break
    a0 = i32x4.shl(a0, BITS)
    a1 = i32x4.shl(a1, BITS)
    b0 = i32x4.shl(b0, BITS)
    b1 = i32x4.shl(b1, BITS)
    c0 = i32x4.shl(c0, BITS)
    c1 = i32x4.shl(c1, BITS)
    d0 = i32x4.shl(d0, BITS)
    d1 = i32x4.shl(d1, BITS)
  }
  put(layer, kind, a0, b0, c0, d0, scale, bias, vectors, y0)
  put(layer, kind, a1, b1, c1, d1, scale, bias, vectors, y1)
}
