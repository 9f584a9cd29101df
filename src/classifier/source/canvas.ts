import { ClassifierError } from '../errors.ts'
import type { PixelRect, Pixels } from '../pixels.ts'
import { compositeOnWhite } from './composite.ts'

/**
 * Pixels of a part of a bitmap by way of a canvas, sRGB, transparent ones on white.
 *
 * A software canvas (`willReadFrequently`) returns opaque pixels exactly as they were decoded; one on the GPU may not.
 * Only the needed part is drawn, which also keeps most photos below the canvas limit of iOS (16.7 megapixels). White is
 * not filled in here: WebKit adds noise to a canvas that was filled, not to one that holds a picture alone
 * (https://github.com/WebKit/WebKit/pull/22746).
 * @throws ClassifierError `image-too-large` when the browser can't make a canvas of that size
 */
export function readPixels(bitmap: ImageBitmap, { x, y, width, height }: PixelRect): Pixels {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true, colorSpace: 'srgb' })
  if (!context) throw new ClassifierError('unsupported-browser', 'This browser has no 2D canvas in workers.')
  try {
    context.drawImage(bitmap, x, y, width, height, 0, 0, width, height)
    return compositeOnWhite(context.getImageData(0, 0, width, height))
  } catch (cause) {
    throw new ClassifierError('image-too-large', `No canvas of ${width}x${height} pixels is to be had.`, {
      cause,
    })
  }
}
