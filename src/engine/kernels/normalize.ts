import { UNIT } from './dot'
import { Layer } from './layer'
import { activation, store4, store16 } from './round'

/** Batch norm and ReLU of four channels at `x`; `at` is their place in the tables of the norm, bytes. */
// @ts-expect-error: decorator
@inline
function normed(x: usize, scale: usize, shift: usize, at: usize): v128 {
  return activation(v128.load(x + at), v128.load(scale + at), v128.load(shift + at))
}

/** The same, summed over a pixel, its right neighbour and the two below: an average pool, the quarter is in the norm. */
// @ts-expect-error: decorator
@inline
function pooled(x: usize, pixel: usize, row: usize, scale: usize, shift: usize, at: usize): v128 {
  return f32x4.add(
    f32x4.add(normed(x, scale, shift, at), normed(x + pixel, scale, shift, at)),
    f32x4.add(normed(x + row, scale, shift, at), normed(x + row + pixel, scale, shift, at)),
  )
}

// @ts-expect-error: decorator
@inline
function channels(pool: bool, x: usize, right: usize, below: usize, scale: usize, shift: usize, at: usize): v128 {
  return pool ? pooled(x, right, below, scale, shift, at) : normed(x, scale, shift, at)
}

/**
 * Features of some pixels, float32, to activations, densely, their low bits `low` bytes farther. `pool`: to a quarter of
 * the pixels.
 */
// @ts-expect-error: decorator
@inline
export function normalizePixels(pool: bool, layer: Layer, from: i32, to: i32, out: usize, low: usize): void {
  const bytes: usize = layer.inputs << 2
  const scale = layer.norm
  const shift = scale + bytes
  const right: usize = layer.pixelPitch
  const below: usize = layer.rowPitch
  const largest = layer.largest
  for (let pixel = from; pixel < to; pixel++) {
    const x: usize = load<i32>(layer.sources + (pixel << 2))
    let at: usize = 0
    for (; at + 64 <= bytes; at += 64) {
      store16(
        out,
        largest,
        low,
        channels(pool, x, right, below, scale, shift, at),
        channels(pool, x, right, below, scale, shift, at + 16),
        channels(pool, x, right, below, scale, shift, at + 32),
        channels(pool, x, right, below, scale, shift, at + 48),
      )
      out += 16 * UNIT
    }
    for (; at < bytes; at += 16) {
      store4(out, largest, low, channels(pool, x, right, below, scale, shift, at))
      out += 4 * UNIT
    }
  }
}
