import { ClassifierError } from '../errors.ts'
import { readBytes } from './header-bytes.ts'
import { readSize, refuseGiant } from './size.ts'
import { type ImageFormat, SNIFF_BYTES, sniffFormat } from './sniff.ts'

/** Far above any camera's file; reading such a file into memory would end the tab. */
const MAX_BYTES = 256 * 1024 * 1024

/** Formats that only some browsers decode: a failure says more about the browser than about the file. */
const RARE: ReadonlySet<ImageFormat> = new Set(['heic', 'tiff', 'jxl', 'avif'])

export interface DecodeOptions {
  /** `'default'`: profiles converted to sRGB, what a person sees. `'none'`: profiles ignored, as Pillow does. */
  colorSpaceConversion: 'default' | 'none'
}

/**
 * Says from a file's first bytes what it is, before anything decodes it, and refuses what is too large.
 * @throws ClassifierError `not-an-image`, `damaged-image`, `unsupported-image` or `image-too-large`
 */
export async function inspectFile(photo: Blob): Promise<ImageFormat> {
  if (photo.size > MAX_BYTES) {
    throw new ClassifierError(
      'image-too-large',
      `The file has ${photo.size} bytes; ${MAX_BYTES} are the limit.`,
    )
  }
  const format = sniffFormat(new Uint8Array(await readBytes(photo, 0, SNIFF_BYTES)))
  if (!format)
    throw new ClassifierError('not-an-image', 'The file does not begin like any known image format.')
  // A drawing is a program: nested references make a small file cost minutes. No decoder gets to see one.
  if (format === 'svg')
    throw new ClassifierError('unsupported-image', 'The file is a drawing (SVG), not a photo.')
  const size = await readSize(photo, format)
  if (size) refuseGiant(size)
  return format
}

/**
 * Decodes a photo by the browser, turned upright as its EXIF orientation says. Whoever gets the bitmap closes it.
 * @throws ClassifierError `damaged-image` or `unsupported-image`
 */
export async function decodeByBrowser(
  photo: Blob,
  format: ImageFormat,
  { colorSpaceConversion }: DecodeOptions,
): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(photo, { colorSpaceConversion, imageOrientation: 'from-image' })
  } catch (cause) {
    throw RARE.has(format)
      ? new ClassifierError('unsupported-image', `This browser can't decode this ${format} file.`, { cause })
      : new ClassifierError('damaged-image', `The ${format} file can't be decoded.`, { cause })
  }
}
