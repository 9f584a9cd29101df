/** What the network sees of a photo, as a person has chosen it: one crop, or several. */
import { IMAGENET } from '../../network/imagenet.ts'
import type { PixelRect, Pixels } from '../pixels.ts'
import type { Region, View } from '../types.ts'
import {
  type CropPlan,
  type CropSpec,
  centerOffset,
  type Offset,
  planCrop,
  planSpans,
  resizedSize,
} from './crop-plan.ts'
import { resampleCrop } from './resize.ts'

/** How to make one of the network's inputs. */
export interface LookPlan {
  crop: CropPlan
  /** Where the crop lies in the input, pixels; around it is padding. */
  place: Offset
  /** What the whole input shows, in pixels of the upright photo; padding lies outside of it. */
  region: Region
  mirrored: boolean
}

/**
 * ImageNet's mean colour, which normalisation turns into zeros: what a network trained on normalised pictures takes
 * as saying nothing. Black or white would be the strongest signals there are.
 */
const PADDING = IMAGENET.mean.map((mean) => Math.round(mean * 255))

/** A crop that fills the input. */
function filling(crop: CropPlan, mirrored = false): LookPlan {
  return { crop, place: { x: 0, y: 0 }, region: crop.region, mirrored }
}

/** A part of the photo, resized as Pillow's `resize((size, size), BILINEAR, box)` does. */
function planRegion(width: number, height: number, region: Region, size: number): LookPlan {
  const right = region.left + region.width
  const bottom = region.top + region.height
  const inside = region.left >= 0 && region.top >= 0 && right <= width && bottom <= height
  if (!inside || !(region.width > 0 && region.height > 0)) {
    throw new RangeError(`a part of ${region.width}x${region.height} pixels is not within the photo`)
  }
  const crop = planSpans(
    { length: width, from: region.left, to: right, resized: size, first: 0, count: size },
    { length: height, from: region.top, to: bottom, resized: size, first: 0, count: size },
  )
  return filling(crop)
}

/** The whole photo, its longer side resized to `size`, in the middle of padding ("letterbox"). */
function planWhole(width: number, height: number, size: number): LookPlan {
  const scale = size / Math.max(width, height)
  const across = Math.max(1, Math.round(width * scale))
  const down = Math.max(1, Math.round(height * scale))
  const crop = planSpans(
    { length: width, from: 0, to: width, resized: across, first: 0, count: across },
    { length: height, from: 0, to: height, resized: down, first: 0, count: down },
  )
  const place = { x: Math.floor((size - across) / 2), y: Math.floor((size - down) / 2) }
  const pixel = { x: width / across, y: height / down }
  const region = {
    left: 0 - place.x * pixel.x,
    top: 0 - place.y * pixel.y,
    width: size * pixel.x,
    height: size * pixel.y,
  }
  return { crop, place, region, mirrored: false }
}

/**
 * The middle and the four corners of the resized photo, as torchvision's `FiveCrop` takes them, and for ten the same of
 * the mirrored photo, as `TenCrop`.
 */
function planAverage(
  width: number,
  height: number,
  crops: 5 | 10,
  spec: CropSpec,
): [LookPlan, ...LookPlan[]] {
  const resized = resizedSize(width, height, spec.resize)
  const right = resized.width - spec.size
  const bottom = resized.height - spec.size
  const middle = { x: centerOffset(resized.width, spec.size), y: centerOffset(resized.height, spec.size) }
  const corners = [
    { x: 0, y: 0 },
    { x: right, y: 0 },
    { x: 0, y: bottom },
    { x: right, y: bottom },
  ]
  const plain = (offset: Offset) => filling(planCrop(width, height, spec, offset))
  // The crop at x of a mirrored photo is the mirrored crop at `right - x`.
  const mirrored = ({ x, y }: Offset) => filling(planCrop(width, height, spec, { x: right - x, y }), true)
  const more = crops === 10 ? [middle, ...corners].map(mirrored) : []
  return [plain(middle), ...corners.map(plain), ...more]
}

/**
 * Plans what the network sees of a `width` x `height` photo; an average begins with the middle.
 * @throws RangeError for a photo without pixels, or a region that is not within it
 */
export function planLooks(
  width: number,
  height: number,
  view: View,
  spec: CropSpec,
): [LookPlan, ...LookPlan[]] {
  switch (view.kind) {
    case 'center':
      return [filling(planCrop(width, height, spec))]
    case 'region':
      return [planRegion(width, height, view.region, spec.size)]
    case 'whole':
      return [planWhole(width, height, spec.size)]
    case 'average':
      return planAverage(width, height, view.crops, spec)
  }
}

/** `rgb` (`[size, size, 3]`), left for right. */
function mirror(rgb: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(rgb.length)
  for (let pixel = 0; pixel < size * size; pixel++) {
    const column = pixel % size
    const other = pixel - column + (size - 1 - column)
    out.set(rgb.subarray(pixel * 3, pixel * 3 + 3), other * 3)
  }
  return out
}

/** `rgb` (`[rows, columns, 3]`) at a place of an input that is padding elsewhere. */
function pad(rgb: Uint8Array, columns: number, { x, y }: Offset, size: number): Uint8Array {
  const out = new Uint8Array(size * size * 3)
  for (let i = 0; i < out.length; i++) out[i] = PADDING[i % 3] ?? 0
  for (let row = 0, from = 0; from < rgb.length; row++, from += columns * 3) {
    out.set(rgb.subarray(from, from + columns * 3), ((y + row) * size + x) * 3)
  }
  return out
}

/**
 * The network's inputs, one after another. Crops that come twice, once mirrored, are resampled once.
 * @param read gives the RGBA pixels of the part of the photo that a plan's `crop.source` names
 * @returns RGB, `[size, size, 3]`
 */
export function lookRenderer(
  read: (source: PixelRect) => Pixels,
  size: number,
): (plan: LookPlan) => Uint8Array {
  const resampled = new Map<string, Uint8Array>()
  return ({ crop, place, region, mirrored }) => {
    const key = JSON.stringify(region)
    const rgb = resampled.get(key) ?? resampleCrop(read(crop.source), crop)
    resampled.set(key, rgb)
    const whole = rgb.length === size * size * 3 ? rgb : pad(rgb, crop.columns.starts.length, place, size)
    return mirrored ? mirror(whole, size) : whole
  }
}
