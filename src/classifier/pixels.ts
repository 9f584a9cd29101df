/** A photo's pixels, and how they are had. */

/** Pixels as a canvas gives them: RGBA, 8 bits a channel, rows from the top, the data aligned to 4 bytes. */
export interface Pixels {
  data: Uint8ClampedArray | Uint8Array
  width: number
  height: number
}

/** Whole pixels of a decoded photo. */
export interface PixelRect {
  x: number
  y: number
  width: number
  height: number
}

/**
 * Which way a photo's pixels are read: this browser's canvas; decoders of our own where the canvas adds noise; libheif for a
 * HEIC that the browser does not know.
 */
export type ReadBack = 'canvas' | 'decoder' | 'libheif'

/** A photo that is decoded, or can be decoded in parts. Whoever opened it closes it. */
export interface OpenPhoto {
  /** Size of the upright photo, pixels. */
  width: number
  height: number
  readBack: ReadBack
  /**
   * Pixels of a part of the photo, sRGB, transparent ones on white.
   * @throws ClassifierError `image-too-large` when the browser can't make a canvas of that size
   */
  read(rect: PixelRect): Pixels
  /** All of it, made small. Whoever gets it closes it. @param side the longer one, pixels */
  thumbnail(side: number): Promise<ImageBitmap>
  close(): void
}

/** A part of `pixels`, copied. */
export function cut({ data, width }: Pixels, { x, y, width: w, height: h }: PixelRect): Pixels {
  const out = new Uint8Array(w * h * 4)
  for (let row = 0; row < h; row++) {
    const start = ((y + row) * width + x) * 4
    out.set(data.subarray(start, start + w * 4), row * w * 4)
  }
  return { data: out, width: w, height: h }
}

/** Size of a picture whose longer side is at most `side`, whole pixels; a small one stays as it is. */
export function fitted(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
