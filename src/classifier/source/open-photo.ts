/** A photo, whatever it comes from, as upright sRGB pixels. */
import { ClassifierError } from '../errors.ts'
import type { OpenPhoto, PixelRect, Pixels, ReadBack } from '../pixels.ts'
import { cut } from '../pixels.ts'
import type { Source } from '../types.ts'
import { readPixels } from './canvas.ts'
import { compositeOnWhite } from './composite.ts'
import { type DecodeOptions, decodeByBrowser, inspectFile } from './decode.ts'
import type { Decoder } from './decoders/decoder.ts'
import { hasDecoder, loadDecoder } from './decoders.ts'
import { readBytes, type Size } from './header-bytes.ts'
import { readOrientation, turnUpright } from './orientation.ts'
import { readBackIsExact } from './read-back.ts'
import { shrink } from './shrink.ts'
import { readSize, refuseGiant } from './size.ts'
import type { ImageFormat } from './sniff.ts'

/**
 * Opens a photo, turned upright as its EXIF orientation says. Takes a bitmap or a frame over: it is closed with the photo.
 * Decoders of our own ignore colour profiles, whatever `colorSpaceConversion` says.
 * @throws ClassifierError `not-an-image`, `damaged-image`, `unsupported-image`, `image-too-large`, or `canvas-noise` for
 *   what can't be read without a canvas where the canvas adds noise
 */
export type PhotoOpener = (source: Source, options: DecodeOptions) => Promise<OpenPhoto>

/** What the opener is made of; tests put their own in. */
export interface OpenerParts {
  decode(file: Blob, format: ImageFormat, options: DecodeOptions): Promise<ImageBitmap>
  read(bitmap: ImageBitmap, rect: PixelRect): Pixels
  fromFrame(frame: VideoFrame): Promise<ImageBitmap>
  loadDecoder(format: ImageFormat): Promise<Decoder>
}

export const browserParts: OpenerParts = {
  decode: decodeByBrowser,
  read: readPixels,
  fromFrame: (frame) => createImageBitmap(frame),
  loadDecoder: (format) => loadDecoder(format),
}

/**
 * Our decoders keep a whole photo in wasm's memory, which never shrinks: 100 megapixels take 400 MB there and as much
 * again outside.
 */
const MAX_DECODED_PIXELS = 100e6

/** @returns the way to open photos, which tries the canvas once, before its first photo */
export function createPhotoOpener(parts: OpenerParts = browserParts): PhotoOpener {
  const { decode, read } = parts
  let exact: Promise<boolean> | undefined
  const loadOnce = onceEach(parts.loadDecoder)

  return async (source, options) => {
    exact ??= readBackIsExact({
      decode: (file) => decode(file, 'bmp', { colorSpaceConversion: 'default' }),
      read,
    })
    const isExact = await exact
    if (source instanceof Blob) {
      const format = await inspectFile(source)
      const bitmap = await decode(source, format, options).catch((error: unknown) => {
        // iPhones' own format, which hardly any browser knows
        if (format === 'heic') return undefined
        throw error
      })
      if (!bitmap) return openPixels(await decodeUnknown(source, format, loadOnce), 'libheif')
      closeIfGiant(bitmap)
      if (isExact) return openBitmap(bitmap, read)
      const { width, height } = bitmap
      bitmap.close()
      return openPixels(await decodeOurselves(source, format, { width, height }, loadOnce), 'decoder')
    }
    if (!isExact) {
      source.close()
      throw new ClassifierError('canvas-noise', 'This browser adds noise to pixels that are read back.')
    }
    if ('displayWidth' in source) return openBitmap(await fromFrame(source, parts), read)
    return openBitmap(source, read)
  }
}

/** Remembers what came for each key, failures excepted. */
function onceEach<K, V>(load: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const loaded = new Map<K, V>()
  return async (key) => {
    const value = loaded.get(key) ?? (await load(key))
    loaded.set(key, value)
    return value
  }
}

async function fromFrame(frame: VideoFrame, { fromFrame }: OpenerParts): Promise<ImageBitmap> {
  try {
    return await fromFrame(frame)
  } finally {
    frame.close()
  }
}

/** For formats whose header is not read. @throws ClassifierError `image-too-large` */
function closeIfGiant(bitmap: ImageBitmap): void {
  try {
    refuseGiant(bitmap)
  } catch (error) {
    bitmap.close()
    throw error
  }
}

function openBitmap(bitmap: ImageBitmap, read: OpenerParts['read']): OpenPhoto {
  const { width, height } = bitmap
  return {
    width,
    height,
    readBack: 'canvas',
    read: (rect) => read(bitmap, rect),
    thumbnail: (side) => shrink(bitmap, side),
    close: () => bitmap.close(),
  }
}

function openPixels(pixels: Pixels, readBack: ReadBack): OpenPhoto {
  const { width, height } = pixels
  return {
    width,
    height,
    readBack,
    read: (rect) => cut(pixels, rect),
    thumbnail: (side) => shrink(new ImageData(new Uint8ClampedArray(pixels.data), width, height), side),
    close() {},
  }
}

/**
 * Decodes a file without a canvas.
 * @param size of the upright photo as the browser knows it
 * @throws ClassifierError `canvas-noise`, `image-too-large` or `damaged-image`
 */
async function decodeOurselves(
  file: Blob,
  format: ImageFormat,
  size: Size,
  load: (format: ImageFormat) => Promise<Decoder>,
): Promise<Pixels> {
  const refuse = (reason: string, cause?: unknown) =>
    new ClassifierError('canvas-noise', `This browser adds noise to pixels that are read back; ${reason}`, {
      cause,
    })
  if (!hasDecoder(format)) throw refuse(`without that, ${format} files can't be decoded here.`)
  refuseLarge(size)
  let decode: Decoder
  try {
    decode = await load(format)
  } catch (cause) {
    throw refuse(`the decoder for ${format} files can't be loaded.`, cause)
  }
  const bytes = await readBytes(file)
  let stored: Pixels
  try {
    stored = await decode(bytes)
  } catch (cause) {
    throw refuse(`without that, this ${format} file can't be decoded.`, cause)
  }
  const upright = turnUpright(stored, readOrientation(new Uint8Array(bytes), format))
  // The browser's decoder has the last word on which way up a photo is: some formats turn it by other means than EXIF.
  if (upright.width !== size.width || upright.height !== size.height) {
    throw refuse(`the decoder gave ${upright.width}x${upright.height} pixels.`)
  }
  return compositeOnWhite(upright)
}

/** @throws ClassifierError `image-too-large` for what would take too much of wasm's memory */
function refuseLarge({ width, height }: Size): void {
  if (width * height <= MAX_DECODED_PIXELS) return
  throw new ClassifierError('image-too-large', `${width}x${height} pixels are too many.`)
}

/**
 * Decodes a file of a format that the browser does not know.
 * @throws ClassifierError `unsupported-image`, `image-too-large` or `damaged-image`
 */
async function decodeUnknown(
  file: Blob,
  format: ImageFormat,
  load: (format: ImageFormat) => Promise<Decoder>,
): Promise<Pixels> {
  const size = await readSize(file, format)
  if (!size) throw new ClassifierError('damaged-image', `The ${format} file does not say its size.`)
  refuseLarge(size)
  const decode = await load(format).catch((cause: unknown) => {
    const reason = `This browser can't decode ${format} files, and the decoder for them can't be loaded.`
    throw new ClassifierError('unsupported-image', reason, { cause })
  })
  const bytes = await readBytes(file)
  try {
    return compositeOnWhite(await decode(bytes))
  } catch (cause) {
    // libheif's own words, such as for a picture in another codec
    const isUnsupported = cause instanceof Error && /^Unsupported|not been built in/.test(cause.message)
    const code = isUnsupported ? 'unsupported-image' : 'damaged-image'
    throw new ClassifierError(code, `The ${format} file can't be decoded.`, { cause })
  }
}
