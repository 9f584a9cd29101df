import { IMAGENET } from './imagenet.ts'

const { size: SIZE, mean: MEAN, std: STD } = IMAGENET

export type CheckInputKind = 'gradient' | 'noise'

/** 8-bit value of a channel at a pixel. */
type Painter = (channel: number, x: number, y: number) => number

/** A ramp a channel: red to the right, green downwards, blue towards the middle. */
function gradient(channel: number, x: number, y: number): number {
  if (channel === 0) return x
  if (channel === 1) return y
  return 2 * Math.min(x, y, SIZE - 1 - x, SIZE - 1 - y)
}

/** Tiles of 8x8 pixels in random colours: a linear congruential generator, constants of Numerical Recipes. */
function noise(): Painter {
  const tiles = SIZE / 8
  let state = 20170721
  const values = Uint8Array.from({ length: 3 * tiles * tiles }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    // The upper bits: the lower ones repeat soon.
    return state >>> 24
  })
  return (channel, x, y) => values[(channel * tiles + (y >> 3)) * tiles + (x >> 3)] ?? 0
}

/**
 * A picture made by code, the same bytes on every machine. A backend that gives the recorded logits for it works.
 * @returns RGB, `[224, 224, 3]`
 */
export function checkPicture(kind: CheckInputKind): Uint8Array {
  const paint = kind === 'gradient' ? gradient : noise()
  const rgb = new Uint8Array(SIZE * SIZE * 3)
  let i = 0
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      for (let channel = 0; channel < 3; channel++) rgb[i++] = paint(channel, x, y)
    }
  }
  return rgb
}

/**
 * The same picture normalised by the exactly rounded arithmetic of IEEE 754.
 * @returns shape `[1, 3, 224, 224]`
 */
export function checkInput(kind: CheckInputKind): Float32Array {
  const rgb = checkPicture(kind)
  const plane = SIZE * SIZE
  // Storing into a Float32Array rounds once more, exactly.
  return Float32Array.from({ length: rgb.length }, (_, i) => {
    const channel = Math.floor(i / plane)
    const value = rgb[(i % plane) * 3 + channel] ?? 0
    return (value / 255 - (MEAN[channel] ?? 0)) / (STD[channel] ?? 1)
  })
}
