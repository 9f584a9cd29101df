import type { PixelRect, Pixels } from './types.ts'

/** A part of `pixels`, copied. */
export function cut({ data, width }: Pixels, { x, y, width: w, height: h }: PixelRect): Pixels {
  const out = new Uint8Array(w * h * 4)
  for (let row = 0; row < h; row++) {
    const start = ((y + row) * width + x) * 4
    out.set(data.subarray(start, start + w * 4), row * w * 4)
  }
  return { data: out, width: w, height: h }
}
