import { fitted } from '../pixels.ts'

/** A picture made small, by the browser: good enough to look at. */
export function shrink(picture: ImageBitmap | ImageData, side: number): Promise<ImageBitmap> {
  const { width, height } = fitted(picture.width, picture.height, side)
  return createImageBitmap(picture, { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' })
}
