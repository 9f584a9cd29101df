import type { Pixels } from '../pixels.ts'

/** Noise by the linear congruential generator of Numerical Recipes; its upper 8 bits, RGB, alpha opaque. */
export function noise(width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 4).fill(255)
  let state = (width * 7919 + height * 104729) >>> 0
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      data[pixel * 4 + channel] = state >>> 24
    }
  }
  return { data, width, height }
}
