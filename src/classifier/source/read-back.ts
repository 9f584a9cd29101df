/**
 * Whether a canvas gives back what was drawn on it. Browsers that guard against fingerprinting add noise: Firefox with
 * `privacy.resistFingerprinting` and Tor Browser to every pixel, Brave to some. Read through such a canvas the photo of a
 * cat is a window screen.
 */
import type { PixelRect, Pixels } from '../pixels.ts'

const SIDE = 64

/** A picture whose pixels are known, and its file: a BMP, which every browser decodes without loss. */
export function knownPicture(): { file: Blob; pixels: Pixels } {
  const HEADER = 54
  const bytes = new Uint8Array(HEADER + SIDE * SIDE * 3)
  const header = new DataView(bytes.buffer)
  header.setUint16(0, 0x424d) // "BM"
  header.setUint32(2, bytes.length, true)
  header.setUint32(10, HEADER, true)
  header.setUint32(14, 40, true) // size of the BITMAPINFOHEADER that begins here
  header.setInt32(18, SIDE, true)
  header.setInt32(22, -SIDE, true) // negative: rows from the top
  header.setUint16(26, 1, true) // planes
  header.setUint16(28, 24, true) // bits a pixel
  const data = new Uint8Array(SIDE * SIDE * 4).fill(255)
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const value = (pixel * (channel * 2 + 1) + (pixel >> 6) * 37) & 255
      data[pixel * 4 + channel] = value
      bytes[HEADER + pixel * 3 + 2 - channel] = value // blue, green, red
    }
  }
  return { file: new Blob([bytes], { type: 'image/bmp' }), pixels: { data, width: SIDE, height: SIDE } }
}

/** The way of a photo that is tried. */
export interface ReadBack {
  decode(file: Blob): Promise<ImageBitmap>
  read(bitmap: ImageBitmap, rect: PixelRect): Pixels
}

/** Sends the known picture the way of a photo. A way that fails with it is not exact. */
export async function readBackIsExact({ decode, read }: ReadBack): Promise<boolean> {
  const { file, pixels } = knownPicture()
  try {
    const bitmap = await decode(file)
    const { data } = read(bitmap, { x: 0, y: 0, width: SIDE, height: SIDE })
    bitmap.close()
    return pixels.data.every((value, i) => value === data[i])
  } catch {
    return false
  }
}
