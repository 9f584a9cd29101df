/** A photo, whatever it comes from, as upright sRGB pixels. */
import type { OpenPhoto, Source } from '../types.ts'
import { type DecodeOptions, decodePhoto, readPixels } from './decode.ts'

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
