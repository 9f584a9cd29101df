/** A photo, whatever it comes from, as upright sRGB pixels. */
import type { PixelRect, Pixels } from '../types.ts'
import { type DecodeOptions, decodePhoto, readPixels } from './decode.ts'

/** A photo as a person gives it, or pixels that are decoded already. */
export type Source = Blob | ImageBitmap | VideoFrame

/** A decoded photo. Whoever opened it closes it. */
export interface OpenPhoto {
  /** Size of the upright photo, pixels. */
  width: number
  height: number
  /** Which way its pixels are read: this browser's canvas, or decoders of our own where the canvas adds noise. */
  readBack: 'canvas' | 'decoder'
  /**
   * Pixels of a part of the photo, sRGB, transparent ones on white.
   * @throws ClassifierError `image-too-large` when the browser can't make a canvas of that size
   */
  read(rect: PixelRect): Pixels
  close(): void
}

/**
 * Opens a photo, turned upright as its EXIF orientation says. Takes a bitmap or a frame over: it is closed with the photo.
 * @throws ClassifierError `not-an-image`, `damaged-image`, `unsupported-image` or `image-too-large`
 */
export async function openPhoto(source: Source, options: DecodeOptions): Promise<OpenPhoto> {
  const bitmap = await toBitmap(source, options)
  const { width, height } = bitmap
  return {
    width,
    height,
    readBack: 'canvas',
    read: (rect) => readPixels(bitmap, rect),
    close: () => bitmap.close(),
  }
}

async function toBitmap(source: Source, options: DecodeOptions): Promise<ImageBitmap> {
  if (source instanceof Blob) return decodePhoto(source, options)
  if (source instanceof ImageBitmap) return source
  try {
    return await createImageBitmap(source)
  } finally {
    source.close()
  }
}
