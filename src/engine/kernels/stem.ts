import { GROUP, Layer, TILE } from './layer'
import { relu } from './round'
import { SUMS, tile } from './tile'

/** Bytes of a pixel of the centred image: three 16-bit numbers. */
const PIXEL = 6
const KERNEL = 7
/** Bytes of a window's row, rounded up to four: the number too much meets a weight of 0. */
const WINDOW_ROW = 44

/**
 * The image, bytes, as 16-bit numbers around the mean colour, so that the padding is 0: 64 * value - mean. The quotient
 * by the deviation is in the stem's weights. Rows of the image; `layer.norm` holds 24 means, a row's pattern.
 */
export function center(layer: Layer, from: i32, to: i32, scratch: usize): void {
  const values = layer.inputs
  const mean0 = v128.load(layer.norm)
  const mean1 = v128.load(layer.norm, 16)
  const mean2 = v128.load(layer.norm, 32)
  for (let row = from; row < to; row++) {
    let x: usize = layer.sources + row * values
    let y: usize = layer.places + row * layer.rowPitch
    for (let i = 0; i < values; i += 24) {
      v128.store(y, i16x8.sub(i16x8.shl(v128.load8x8_u(x), 6), mean0))
      v128.store(y, i16x8.sub(i16x8.shl(v128.load8x8_u(x, 8), 6), mean1), 16)
      v128.store(y, i16x8.sub(i16x8.shl(v128.load8x8_u(x, 16), 6), mean2), 32)
      x += 24
      y += 48
    }
  }
}

/** One row of the 7x7 convolution of stride 2: sums of all outputs. */
function convolve(layer: Layer, row: i32, width: i32, out: usize): void {
  const window: usize = layer.sources + 2 * row * layer.rowPitch
  for (let o = 0; o < layer.outputs; o += GROUP) {
    const weights: usize = layer.weights + o * (KERNEL * WINDOW_ROW)
    const vectors = (layer.outputs - o) >> 2
    for (let pixel = 0; pixel < width; pixel += TILE) {
      const x = window + pixel * (2 * PIXEL)
      const y = out + ((pixel * layer.outputs + o) << 2)
      const pitch = layer.outputs << 2
      tile(
        layer, SUMS, true, x, x + 2 * PIXEL, KERNEL, WINDOW_ROW, layer.rowPitch, weights, 0, 0, vectors,
        y, y + pitch,
      )
    }
  }
}

/**
 * 7x7 convolution, ReLU and 3x3 max pool of stride 2. Work is split by rows of the pooled image; three rows of sums
 * lie in the scratch memory. The pool compares sums, for scales are positive; at the borders it takes a neighbour twice.
 */
export function stem(layer: Layer, from: i32, to: i32, scratch: usize): void {
  const side = layer.inputs
  const width = side << 1
  const pixelBytes = layer.outputs << 2
  const rowBytes = width * pixelBytes
  let next = max(2 * from - 1, 0)
  for (let y = from; y < to; y++) {
    for (; next <= 2 * y + 1; next++) convolve(layer, next, width, scratch + (next % 3) * rowBytes)
    const row0 = scratch + (max(2 * y - 1, 0) % 3) * rowBytes
    const row1 = scratch + ((2 * y) % 3) * rowBytes
    const row2 = scratch + ((2 * y + 1) % 3) * rowBytes
    for (let x = 0; x < side; x++) {
      const left = max(2 * x - 1, 0) * pixelBytes
      const middle = 2 * x * pixelBytes
      const right = middle + pixelBytes
      const place: usize = load<i32>(layer.places + ((y * side + x) << 2))
      for (let at = 0; at < pixelBytes; at += 16) {
        const most = i32x4.max_s(
          i32x4.max_s(column(row0, row1, row2, left + at), column(row0, row1, row2, middle + at)),
          column(row0, row1, row2, right + at),
        )
        const value = f32x4.add(
          f32x4.mul(f32x4.convert_i32x4_s(most), v128.load(layer.scale + at)),
          v128.load(layer.bias + at),
        )
        v128.store(place + at, relu(value))
      }
    }
  }
}

// @ts-expect-error: decorator
@inline
function column(row0: usize, row1: usize, row2: usize, at: usize): v128 {
  return i32x4.max_s(i32x4.max_s(v128.load(row0 + at), v128.load(row1 + at)), v128.load(row2 + at))
}
