import { IMAGENET } from '../network/imagenet.ts'

/** @param rgb `[224, 224, 3]` */
export function cropBitmap(rgb: Uint8Array): Promise<ImageBitmap> {
  const image = new ImageData(IMAGENET.size, IMAGENET.size)
  for (let i = 0, p = 0; p < rgb.length; i += 4, p += 3) {
    image.data.set(rgb.subarray(p, p + 3), i)
    image.data[i + 3] = 255
  }
  return createImageBitmap(image)
}
