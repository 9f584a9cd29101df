/**
 * Where in a photo the network saw what speaks for a class: the class activation maps of its looks, laid over the photo
 * and smoothed. Several looks are averaged where they overlap.
 */
import type { ActivationMaps } from '../../classifier/index.ts'
import type { MappedLook } from '../../photos/item.ts'

/** A class and how its map counts. A difference of two classes is one with 1 and one with -1. */
export interface Term {
  index: number
  weight: number
}

/** What speaks for a class, as a picture of the photo. */
export interface Evidence {
  width: number
  height: number
  /** Rows from the top, logits; NaN where the network has not looked. */
  values: Float32Array
}

/** A range of logits. */
export interface Range {
  low: number
  high: number
}

/** The weighted sum of classes' maps, `[side, side]`. */
function cells({ side, values }: ActivationMaps, terms: readonly Term[]): Float32Array {
  const sum = new Float32Array(side * side)
  for (const { index, weight } of terms) {
    for (let i = 0; i < sum.length; i++) {
      sum[i] = (sum[i] ?? 0) + weight * (values[index * sum.length + i] ?? 0)
    }
  }
  return sum
}

/** The smallest and largest value of several pictures. */
export function rangeOf(pictures: readonly Evidence[]): Range {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const { values } of pictures) {
    for (const value of values) {
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  return { low, high }
}

/** The four cells around a point, and their weights. */
interface Taps {
  first: number
  weights: [number, number, number, number]
}

/**
 * The uniform cubic B-spline at `position`, in cells from the centre of the first: smooth, never beyond the cells' own range,
 * and near a Gaussian of half a cell, well below the network's receptive field.
 */
function splineTaps(position: number): Taps {
  const cell = Math.floor(position)
  const t = position - cell
  const s = 1 - t
  return {
    first: cell - 1,
    weights: [s ** 3 / 6, 2 / 3 - (t * t * (1 + s)) / 2, 2 / 3 - (s * s * (1 + t)) / 2, t ** 3 / 6],
  }
}

/**
 * What `terms` have in `looks`, over a photo of `photo.width` x `photo.height` pixels.
 * @param longest side of the result, pixels
 */
export function evidence(
  looks: readonly MappedLook[],
  terms: readonly Term[],
  photo: { width: number; height: number },
  longest = 256,
): Evidence {
  const scale = Math.min(1, longest / Math.max(photo.width, photo.height))
  const width = Math.max(1, Math.round(photo.width * scale))
  const height = Math.max(1, Math.round(photo.height * scale))
  const values = new Float32Array(width * height)
  const counts = new Uint8Array(width * height)
  for (const { region, mirrored, maps } of looks) {
    const { side } = maps
    const map = cells(maps, terms)
    const at = (column: number, row: number) => {
      const inside = (i: number) => Math.max(0, Math.min(i, side - 1))
      const x = inside(column)
      return map[inside(row) * side + (mirrored ? side - 1 - x : x)] ?? 0
    }
    /** For each pixel of the picture its place in the crop, 0 to 1, and its taps. */
    const axis = (length: number, whole: number, start: number, extent: number) =>
      Array.from({ length }, (_, i) => {
        const share = (((i + 0.5) / length) * whole - start) / extent
        return share >= 0 && share <= 1 ? splineTaps(share * side - 0.5) : undefined
      })
    const columns = axis(width, photo.width, region.left, region.width)
    const rows = axis(height, photo.height, region.top, region.height)
    rows.forEach((down, y) => {
      if (!down) return
      // This row of the picture for each column of cells, those beyond the edge too.
      const line = Array.from({ length: side + 4 }, (_, i) =>
        down.weights.reduce((sum, weight, k) => sum + weight * at(i - 2, down.first + k), 0),
      )
      columns.forEach((across, x) => {
        if (!across) return
        const value = across.weights.reduce(
          (sum, weight, k) => sum + weight * (line[across.first + k + 2] ?? 0),
          0,
        )
        const i = y * width + x
        values[i] = (values[i] ?? 0) + value
        counts[i] = (counts[i] ?? 0) + 1
      })
    })
  }
  return { width, height, values: values.map((sum, i) => sum / (counts[i] ?? 0)) }
}
