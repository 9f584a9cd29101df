/** Reads photos both ways, through the canvas and by the decoders that need none, and counts the bytes that differ. */
import { ClassifierError } from '../../src/classifier/errors.ts'
import type { Pixels } from '../../src/classifier/pixels.ts'
import { browserParts, createPhotoOpener } from '../../src/classifier/source/open-photo.ts'

export type Comparison =
  /** Bytes, and the largest difference of 255. */
  | { width: number; height: number; differing: number; largest: number }
  /** The codes of the errors that the two ways ended with; `none` for an answer. */
  | { byCanvas: string; byDecoder: string }

const byCanvas = createPhotoOpener()

/** As a browser does that guards against fingerprinting. */
const byDecoder = createPhotoOpener({
  ...browserParts,
  read(bitmap, rect) {
    const pixels = browserParts.read(bitmap, rect)
    for (let i = 0; i < pixels.data.length; i += 40) pixels.data[i] = (pixels.data[i] ?? 0) ^ 1
    return pixels
  },
})

async function pixelsOf(
  opener: typeof byCanvas,
  file: Blob,
  colorSpaceConversion: 'default' | 'none',
): Promise<Pixels | string> {
  try {
    const photo = await opener(file, { colorSpaceConversion })
    const { width, height } = photo
    const pixels = photo.read({ x: 0, y: 0, width, height })
    photo.close()
    return pixels
  } catch (error) {
    return error instanceof ClassifierError ? error.code : String(error)
  }
}

async function compare(url: string, colorSpaceConversion: 'default' | 'none'): Promise<Comparison> {
  const file = await (await fetch(url)).blob()
  const expected = await pixelsOf(byCanvas, file, colorSpaceConversion)
  const found = await pixelsOf(byDecoder, file, colorSpaceConversion)
  if (typeof expected === 'string' || typeof found === 'string') {
    const code = (result: Pixels | string) => (typeof result === 'string' ? result : 'none')
    return { byCanvas: code(expected), byDecoder: code(found) }
  }
  let differing = 0
  let largest = 0
  for (let i = 0; i < expected.data.length; i++) {
    const difference = Math.abs((expected.data[i] ?? 0) - (found.data[i] ?? 0))
    if (difference > 0) differing++
    largest = Math.max(largest, difference)
  }
  return { width: found.width, height: found.height, differing, largest }
}

declare global {
  interface Window {
    compare: typeof compare
  }
}

window.compare = compare
