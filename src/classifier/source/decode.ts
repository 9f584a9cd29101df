import { ClassifierError } from '../errors.ts'
import type { PixelRect, Pixels } from '../types.ts'
import { SNIFF_BYTES, sniffFormat } from './sniff.ts'

/** Far above any camera's file; reading such a file into memory would end the tab. */
const MAX_BYTES = 256 * 1024 * 1024

/** Formats that only some browsers decode: a failure says more about the browser than about the file. */
const RARE = new Set(['heic', 'tiff', 'jxl', 'svg', 'avif'])

export interface DecodeOptions {
  /** `'default'`: profiles converted to sRGB, what a person sees. `'none'`: profiles ignored, as Pillow does. */
  colorSpaceConversion: 'default' | 'none'
}

/**
 * Decodes a photo, turned upright as its EXIF orientation says. Whoever gets the bitmap closes it.
 * @throws ClassifierError `not-an-image`, `damaged-image`, `unsupported-image` or `image-too-large`
 */
export async function decodePhoto(
  photo: Blob,
  { colorSpaceConversion }: DecodeOptions,
): Promise<ImageBitmap> {
  if (photo.size > MAX_BYTES) {
    throw new ClassifierError(
      'image-too-large',
      `The file has ${photo.size} bytes; ${MAX_BYTES} are the limit.`,
    )
  }
  let start: ArrayBuffer
  try {
    start = await photo.slice(0, SNIFF_BYTES).arrayBuffer()
  } catch (cause) {
    throw new ClassifierError('damaged-image', 'The file can no longer be read.', { cause })
  }
  const format = sniffFormat(new Uint8Array(start))
  if (!format)
    throw new ClassifierError('not-an-image', 'The file does not begin like any known image format.')
  try {
    return await createImageBitmap(photo, { colorSpaceConversion, imageOrientation: 'from-image' })
  } catch (cause) {
    throw RARE.has(format)
      ? new ClassifierError('unsupported-image', `This browser can't decode this ${format} file.`, { cause })
      : new ClassifierError('damaged-image', `The ${format} file can't be decoded.`, { cause })
  }
}

/**
 * Pixels of the part `source` of a decoded photo, transparent ones on white.
 *
 * A software canvas (`willReadFrequently`) returns opaque pixels exactly as they were decoded; one on the GPU may not.
 * Only the needed part is drawn, which also keeps most photos below the canvas limit of iOS (16.7 megapixels).
 * @throws ClassifierError `image-too-large` when the browser can't make a canvas of that size
 */
export function readPixels(bitmap: ImageBitmap, { x, y, width, height }: PixelRect): Pixels {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true, colorSpace: 'srgb' })
  if (!context) throw new ClassifierError('unsupported-browser', 'This browser has no 2D canvas in workers.')
  try {
    // White below, and only where the photo lets it through: opaque pixels stay untouched.
    context.fillStyle = '#fff'
    context.fillRect(0, 0, width, height)
    context.drawImage(bitmap, x, y, width, height, 0, 0, width, height)
    return context.getImageData(0, 0, width, height)
  } catch (cause) {
    throw new ClassifierError('image-too-large', `No canvas of ${width}x${height} pixels is to be had.`, {
      cause,
    })
  }
}
