/** Size of a picture whose longer side is at most `side`, whole pixels; a small one stays as it is. */
export function fitted(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** A picture made small, by the browser: good enough to look at. */
export function shrink(picture: ImageBitmap | ImageData, side: number): Promise<ImageBitmap> {
  const { width, height } = fitted(picture.width, picture.height, side)
  return createImageBitmap(picture, { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' })
}
