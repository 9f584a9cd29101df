import type { Pixels } from '../pixels.ts'

/** `color * alpha / 255`, rounded, as browsers multiply colours by alpha. */
function premultiply(color: number, alpha: number): number {
  return Math.round((color * alpha) / 255)
}

/** Puts pixels with straight alpha on white, in place; opaque ones stay untouched. */
export function compositeOnWhite<P extends Pixels>(pixels: P): P {
  const { data, width, height } = pixels
  // One 32-bit read a pixel; wasm's platforms are all little-endian, so alpha is the upper byte.
  const words = new Uint32Array(data.buffer, data.byteOffset, width * height)
  for (let i = 0; i < words.length; i++) {
    const alpha = (words[i] as number) >>> 24
    if (alpha === 255) continue
    for (let at = i * 4; at < i * 4 + 3; at++) data[at] = premultiply(data[at] as number, alpha) + 255 - alpha
    data[i * 4 + 3] = 255
  }
  return pixels
}
