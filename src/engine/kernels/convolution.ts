import { UNIT } from './dot'
import { CHUNK, GROUP, Layer, TILE } from './layer'
import { normalizePixels } from './normalize'
import { ACTIVATIONS, FEATURES, tile } from './tile'

// @ts-expect-error: decorator
@inline
function entry(table: usize, index: i32): usize {
  return load<i32>(table + (index << 2))
}

/** All outputs of some tiles of a 1x1 convolution, whose activations lie densely at `x`. */
// @ts-expect-error: decorator
@inline
function pointwise(kind: i32, layer: Layer, from: i32, to: i32, x: usize): void {
  const bytes = layer.inputs * UNIT
  for (let o = 0; o < layer.outputs; o += GROUP) {
    const weights: usize = layer.weights + o * bytes
    const scale: usize = layer.scale + (o << 2)
    const bias: usize = layer.bias + (o << 2)
    const vectors = (layer.outputs - o) >> 2
    const offset: usize = kind == ACTIVATIONS ? o * UNIT : o << 2
    for (let t = from; t < to; t++) {
      const p = t * TILE
      const x0 = x + (p - from * TILE) * bytes
      tile(
        layer, kind, false, x0, x0 + bytes, 1, bytes, 0, weights, scale, bias, vectors,
        entry(layer.places, p) + offset, entry(layer.places, p + 1) + offset,
      )
    }
  }
}

/** Batch norm, ReLU, 1x1 convolution and ReLU: a dense layer's first half. */
export function bottleneck(layer: Layer, from: i32, to: i32, scratch: usize): void {
  for (let t = from; t < to; t += CHUNK) {
    const end = min(t + CHUNK, to)
    normalizePixels(false, layer, t * TILE, end * TILE, scratch, layer.low)
    pointwise(ACTIVATIONS, layer, t, end, scratch)
  }
}

/** Batch norm, ReLU, 2x2 average pool and 1x1 convolution: what lies between two dense blocks. */
export function transition(layer: Layer, from: i32, to: i32, scratch: usize): void {
  for (let t = from; t < to; t += CHUNK) {
    const end = min(t + CHUNK, to)
    normalizePixels(true, layer, t * TILE, end * TILE, scratch, layer.low)
    pointwise(FEATURES, layer, t, end, scratch)
  }
}

/** 3x3 convolution of padded activations: a dense layer's second half, whose outputs join the block's features. */
export function growth(layer: Layer, from: i32, to: i32, scratch: usize): void {
  const bytes = 3 * layer.inputs * UNIT
  for (let start = from; start < to; start += CHUNK) {
    const end = min(start + CHUNK, to)
    for (let o = 0; o < layer.outputs; o += GROUP) {
      const weights: usize = layer.weights + o * 3 * bytes
      const scale: usize = layer.scale + (o << 2)
      const bias: usize = layer.bias + (o << 2)
      const vectors = (layer.outputs - o) >> 2
      const offset: usize = layer.offset + (o << 2)
      for (let t = start; t < end; t++) {
        const p = t * TILE
        tile(
          layer, FEATURES, false, entry(layer.sources, p), entry(layer.sources, p + 1),
          3, bytes, layer.rowPitch, weights, scale, bias, vectors,
          entry(layer.places, p) + offset, entry(layer.places, p + 1) + offset,
        )
      }
    }
  }
}

/** The last batch norm and ReLU: densely to the first place. */
export function lastNorm(layer: Layer, from: i32, to: i32, scratch: usize): void {
  normalizePixels(false, layer, from * TILE, to * TILE, entry(layer.places, from * TILE), layer.low)
}

/** Class activation maps, a 1x1 convolution, and their means with the bias, the logits. Work is split by sixteen classes. */
export function classify(layer: Layer, from: i32, to: i32, scratch: usize): void {
  const bytes = layer.inputs * UNIT
  const share: f32 = 1 / <f32>layer.pixels
  for (let group = from; group < to; group++) {
    const o = group * GROUP
    const weights: usize = layer.weights + o * bytes
    const scale: usize = layer.scale + (o << 2)
    const bias: usize = layer.bias + (o << 2)
    const vectors = min((layer.outputs - o) >> 2, 4)
    const offset: usize = o << 2
    for (let t = 0; t < layer.tiles; t++) {
      const p = t * TILE
      tile(
        layer, FEATURES, false, entry(layer.sources, p), entry(layer.sources, p + 1),
        1, bytes, 0, weights, scale, bias, vectors,
        entry(layer.places, p) + offset, entry(layer.places, p + 1) + offset,
      )
    }
    for (let v = 0; v < vectors; v++) {
      const at: usize = offset + (v << 4)
      let sum = f32x4.splat(0)
      for (let p = 0; p < layer.pixels; p++) sum = f32x4.add(sum, v128.load(entry(layer.places, p) + at))
      v128.store(layer.logits + at, f32x4.add(f32x4.mul(sum, f32x4.splat(share)), v128.load(layer.logitBias + at)))
    }
  }
}
