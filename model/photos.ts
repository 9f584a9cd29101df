/** Photos for calibration and tests, decoded as the page decodes them: the network's input from a JPEG file. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import decode, { init } from '@jsquash/jpeg/decode.js'
import { toTensor } from '../src/classifier/backends/normalize.ts'
import { cropPixels } from '../src/classifier/image/resize.ts'
import type { ModelInput } from '../src/network/manifest.ts'

/** Node has no `ImageData`, which the codecs speak of. */
export class PlainImageData {
  readonly colorSpace = 'srgb'
  constructor(
    readonly data: Uint8ClampedArray<ArrayBuffer>,
    readonly width: number,
    readonly height: number,
  ) {}
}

/** Before a first photo is decoded. */
export async function prepareDecoder(): Promise<void> {
  Object.assign(globalThis, { ImageData: PlainImageData })
  // MozJPEG, a descendant of libjpeg-turbo, which Pillow decodes with: the same pixels.
  const wasm = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm')
  await init({ wasmBinary: await readFile(wasm) })
}

let prepared: Promise<void> | undefined

/**
 * The crop that the network sees, `[size, size, 3]`, from a JPEG file.
 * @throws Error when the file can't be read or is no JPEG
 */
export async function readCrop(file: string, input: ModelInput): Promise<Uint8Array> {
  prepared ??= prepareDecoder()
  await prepared
  const bytes = new Uint8Array(await readFile(file))
  return cropPixels(await decode(bytes.buffer), input)
}

/**
 * The network's input `[1, 3, size, size]` from a JPEG file.
 * @throws Error when the file can't be read or is no JPEG
 */
export async function readPhoto(file: string, input: ModelInput): Promise<Float32Array> {
  return toTensor(await readCrop(file, input), input)
}
