import type { Pixels } from '../pixels.ts'
import { cut } from '../pixels.ts'
import { type CropPlan, type CropSpec, PRECISION_BITS, planCrop, type Taps } from './crop-plan.ts'

const HALF = 1 << (PRECISION_BITS - 1)

/** Each row of `pixels` to `taps.starts.length` RGB pixels. Pillow rounds to 8 bits here, between the passes. */
function resampleRows(
  { data, width, height }: Pixels,
  { starts, counts, weights, stride }: Taps,
): Uint8Array {
  // One 32-bit read a pixel is a third faster than three of 8 bits. wasm's platforms are all little-endian: 0xAABBGGRR.
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height)
  const columns = starts.length
  const out = new Uint8Array(height * columns * 3)
  // Two rows at once share each weight: a sixth faster. A last single row is paired with itself. `| 0` keeps the sums
  // integers for the compiler; they fit, since the weights sum to 2^22.
  for (let y = 0; y < height; y += 2) {
    const paired = y + 1 < height
    const below = paired ? width : 0
    let o = y * columns * 3
    let oBelow = paired ? o + columns * 3 : o
    for (let x = 0; x < columns; x++) {
      let p = y * width + (starts[x] as number)
      let r = HALF
      let g = HALF
      let b = HALF
      let rBelow = HALF
      let gBelow = HALF
      let bBelow = HALF
      const first = x * stride
      const end = first + (counts[x] as number)
      for (let k = first; k < end; k++, p++) {
        const weight = weights[k] as number
        const upper = pixels[p] as number
        const lower = pixels[p + below] as number
        r = (r + Math.imul(upper & 255, weight)) | 0
        g = (g + Math.imul((upper >>> 8) & 255, weight)) | 0
        b = (b + Math.imul((upper >>> 16) & 255, weight)) | 0
        rBelow = (rBelow + Math.imul(lower & 255, weight)) | 0
        gBelow = (gBelow + Math.imul((lower >>> 8) & 255, weight)) | 0
        bBelow = (bBelow + Math.imul((lower >>> 16) & 255, weight)) | 0
      }
      // Weights are not negative and sum to 2^22 within a rounding each, so a clamp to 255 is all that is needed.
      out[o++] = Math.min(r >> PRECISION_BITS, 255)
      out[o++] = Math.min(g >> PRECISION_BITS, 255)
      out[o++] = Math.min(b >> PRECISION_BITS, 255)
      out[oBelow++] = Math.min(rBelow >> PRECISION_BITS, 255)
      out[oBelow++] = Math.min(gBelow >> PRECISION_BITS, 255)
      out[oBelow++] = Math.min(bBelow >> PRECISION_BITS, 255)
    }
  }
  return out
}

/** Each column of `rgb` (rows of `rowBytes` bytes) to `taps.starts.length` pixels. */
function resampleColumns(
  rgb: Uint8Array,
  rowBytes: number,
  { starts, counts, weights, stride }: Taps,
): Uint8Array {
  const rows = starts.length
  const out = new Uint8Array(rows * rowBytes)
  const sums = new Int32Array(rowBytes)
  for (let y = 0; y < rows; y++) {
    sums.fill(HALF)
    let p = (starts[y] as number) * rowBytes
    const first = y * stride
    const end = first + (counts[y] as number)
    for (let k = first; k < end; k++) {
      const weight = weights[k] as number
      for (let i = 0; i < rowBytes; i++)
        sums[i] = (sums[i] as number) + Math.imul(rgb[p + i] as number, weight)
      p += rowBytes
    }
    const o = y * rowBytes
    for (let i = 0; i < rowBytes; i++) out[o + i] = Math.min((sums[i] as number) >> PRECISION_BITS, 255)
  }
  return out
}

/**
 * The crop from the part of the photo that `plan.source` names.
 * @param source RGBA pixels of exactly that part
 * @returns RGB, a pixel for each of `plan.rows` and `plan.columns`: the bytes that Pillow's `resize(..., BILINEAR)`
 *   followed by torchvision's `CenterCrop` gives for the same decoded pixels
 * @throws RangeError when `source` has another size than planned
 */
export function resampleCrop(source: Pixels, plan: CropPlan): Uint8Array {
  if (source.width !== plan.source.width || source.height !== plan.source.height) {
    throw new RangeError(
      `planned for ${plan.source.width}x${plan.source.height} pixels, got ${source.width}x${source.height}`,
    )
  }
  return resampleColumns(resampleRows(source, plan.columns), plan.columns.starts.length * 3, plan.rows)
}

/**
 * Resize and centre crop of a whole decoded photo.
 * @returns RGB, `[size, size, 3]`
 * @throws RangeError for a photo without pixels
 */
export function cropPixels(pixels: Pixels, spec: CropSpec): Uint8Array {
  const plan = planCrop(pixels.width, pixels.height, spec)
  return resampleCrop(cut(pixels, plan.source), plan)
}
