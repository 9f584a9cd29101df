/**
 * Where the network's crop lies in a photo, and which source pixels weigh how much in each of its pixels.
 *
 * The sizes follow torchvision's `Resize(resize)` and `CenterCrop(size)`; the weights follow Pillow's bilinear
 * resize (`Resample.c`: a triangle filter whose support grows with the reduction, weights in 22-bit fixed point).
 */

import type { ModelInput } from '../../network/manifest.ts'
import type { PixelRect } from '../pixels.ts'
import type { Region } from '../types.ts'

/** Fixed-point bits of a weight: Pillow keeps 8 bits for the pixel and 2 against overflow. */
export const PRECISION_BITS = 32 - 8 - 2

export type CropSpec = Pick<ModelInput, 'resize' | 'size'>

/** The weights along one axis: output `i` is the sum over `k < counts[i]` of `weights[i * stride + k] * input[starts[i] + k]`. */
export interface Taps {
  starts: Int32Array
  counts: Int32Array
  /** Fixed point, scaled by 2^22; each output's weights sum to about 2^22. */
  weights: Int32Array
  stride: number
}

export interface CropPlan {
  /** The part of the upright photo that the crop depends on, pixels. `columns` and `rows` count from its corner. */
  source: PixelRect
  /** The part of the upright photo that the crop shows, pixels and fractions of them. */
  region: Region
  columns: Taps
  rows: Taps
}

/**
 * Sizes after torchvision's `Resize`: the shorter side becomes `resize`, the longer `int(resize * long / short)`.
 * @throws RangeError for a photo without pixels
 */
export function resizedSize(width: number, height: number, resize: number) {
  if (!(width > 0 && height > 0)) throw new RangeError(`a photo of ${width}x${height} has no pixels`)
  return width <= height
    ? { width: resize, height: Math.trunc((resize * height) / width) }
    : { width: Math.trunc((resize * width) / height), height: resize }
}

/** torchvision's `CenterCrop` offset, `int(round((length - size) / 2))`; Python rounds halves to even. */
export function centerOffset(length: number, size: number): number {
  const half = (length - size) / 2
  const floor = Math.floor(half)
  if (half - floor !== 0.5) return Math.round(half)
  return floor % 2 === 0 ? floor : floor + 1
}

/**
 * One side of a resize: of `length` pixels those between `from` and `to`, fractions of pixels too, become `resized`, of
 * which `first` to `first + count - 1` are wanted.
 */
export interface Span {
  length: number
  from: number
  to: number
  resized: number
  first: number
  count: number
}

/** Pillow's `precompute_coeffs`; its box has 32-bit floats. */
function bilinearTaps({ length, from, to, resized, first, count }: Span): Taps {
  const begin = Math.fround(from)
  const scale = Math.fround(Math.fround(to) - begin) / resized
  const support = Math.max(scale, 1) // the triangle filter reaches 1 to each side, stretched when reducing
  const stride = Math.ceil(support) * 2 + 1
  const starts = new Int32Array(count)
  const counts = new Int32Array(count)
  const weights = new Int32Array(count * stride)
  const triangle = new Float64Array(stride)
  for (let i = 0; i < count; i++) {
    const center = begin + (first + i + 0.5) * scale
    const start = Math.max(Math.trunc(center - support + 0.5), 0)
    const taps = Math.min(Math.trunc(center + support + 0.5), length) - start
    let sum = 0
    for (let k = 0; k < taps; k++) {
      const distance = Math.abs((k + start - center + 0.5) * (1 / support))
      const weight = distance < 1 ? 1 - distance : 0
      triangle[k] = weight
      sum += weight
    }
    for (let k = 0; k < taps; k++) {
      const weight = sum === 0 ? 0 : (triangle[k] ?? 0) / sum
      weights[i * stride + k] = Math.trunc(0.5 + weight * 2 ** PRECISION_BITS)
    }
    starts[i] = start
    counts[i] = taps
  }
  return { starts, counts, weights, stride }
}

/** Makes `taps` count from the first input that any output needs; returns that input and how many follow. */
function shiftToFirst(taps: Taps): { first: number; length: number } {
  const first = Math.min(...taps.starts)
  const end = Math.max(...taps.starts.map((start, i) => start + (taps.counts[i] ?? 0)))
  taps.starts.forEach((start, i) => {
    taps.starts[i] = start - first
  })
  return { first, length: end - first }
}

/** Plans the crop that has the pixels `across` of each row and `down` of each column of a resized photo. */
export function planSpans(across: Span, down: Span): CropPlan {
  const columns = bilinearTaps(across)
  const rows = bilinearTaps(down)
  const x = shiftToFirst(columns)
  const y = shiftToFirst(rows)
  const scale = { x: (across.to - across.from) / across.resized, y: (down.to - down.from) / down.resized }
  return {
    source: { x: x.first, y: y.first, width: x.length, height: y.length },
    region: {
      left: across.from + across.first * scale.x,
      top: down.from + down.first * scale.y,
      width: across.count * scale.x,
      height: down.count * scale.y,
    },
    columns,
    rows,
  }
}

/** Where a crop begins in the resized photo, pixels. */
export interface Offset {
  x: number
  y: number
}

/**
 * Plans the crop of a `width` x `height` photo that begins at `offset`, or else the middle one.
 * @throws RangeError for a photo without pixels
 */
export function planCrop(
  width: number,
  height: number,
  { resize, size }: CropSpec,
  offset?: Offset,
): CropPlan {
  const resized = resizedSize(width, height, resize)
  const { x, y } = offset ?? {
    x: centerOffset(resized.width, size),
    y: centerOffset(resized.height, size),
  }
  return planSpans(
    { length: width, from: 0, to: width, resized: resized.width, first: x, count: size },
    { length: height, from: 0, to: height, resized: resized.height, first: y, count: size },
  )
}
