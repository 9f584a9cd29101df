/** A photo's file to the crop that the network sees, without a browser. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { ClassifierError, toClassifierError } from '../src/classifier/errors.ts'
import { cropPixels } from '../src/classifier/image/resize.ts'
import { compositeOnWhite } from '../src/classifier/source/composite.ts'
import { inspectFile } from '../src/classifier/source/decode.ts'
import type { Decoder } from '../src/classifier/source/decoders/decoder.ts'
import { hasDecoder, loadDecoder } from '../src/classifier/source/decoders.ts'
import { readOrientation, turnUpright } from '../src/classifier/source/orientation.ts'
import type { ImageFormat } from '../src/classifier/source/sniff.ts'
import { IMAGENET } from '../src/network/imagenet.ts'

export interface Crop {
  /** `[224, 224, 3]`. */
  rgb: Uint8Array
  /** Of the upright photo, pixels. */
  width: number
  height: number
}

/** The decoders' glue makes one of what they decode; Node has none. */
globalThis.ImageData ??= class {
  readonly colorSpace = 'srgb' as const
  constructor(
    readonly data: Uint8ClampedArray<ArrayBuffer>,
    readonly width: number,
    readonly height: number,
  ) {}
} as typeof ImageData

/** A wasm file by its `file:` address. */
async function readWasm(url: string): Promise<ArrayBuffer> {
  return Uint8Array.from(await readFile(fileURLToPath(url))).buffer
}

const decoders = new Map<ImageFormat, Promise<Decoder>>()

function decoderOf(format: ImageFormat, read: typeof readWasm): Promise<Decoder> {
  const decoder = decoders.get(format) ?? loadDecoder(format, read)
  decoders.set(format, decoder)
  return decoder
}

/**
 * Whether an AVIF says that its picture is to be turned or mirrored (`irot`, `imir`; ISO/IEC 23008-12, 6.5.10 and
 * 6.5.12). The decoder does not do it.
 */
export function isTurnedAvif(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 65536))
  const turn = head.indexOf('irot')
  return head.includes('imir') || (turn >= 0 && ((head[turn + 4] ?? 0) & 3) !== 0)
}

/** A decoder's memory may be broken after this: another one must take its place. */
export function isDecoderLost(error: unknown): boolean {
  return error instanceof ClassifierError && error.cause instanceof WebAssembly.RuntimeError
}

/**
 * Decodes a photo, turns it upright, puts it on white and cuts the crop, as the page does where a canvas adds noise.
 * Colour profiles are ignored.
 * @throws ClassifierError for what is no photo, is damaged or can't be decoded here
 */
export async function cropPhoto(bytes: Uint8Array<ArrayBuffer>, read = readWasm): Promise<Crop> {
  const format = await inspectFile(new Blob([bytes]))
  if (!hasDecoder(format))
    throw new ClassifierError('unsupported-image', `There is no decoder for ${format} files here.`)
  if (format === 'avif' && isTurnedAvif(bytes))
    throw new ClassifierError('unsupported-image', 'The decoder does not turn AVIF files upright.')
  const decode = await decoderOf(format, read)
  // some decoders take the buffer over
  const stored = await decode(bytes.slice().buffer).catch((cause: unknown) => {
    const reason = 'it is damaged, or of a kind that the decoder does not know'
    throw new ClassifierError('damaged-image', `The ${format} file can't be decoded: ${reason}.`, { cause })
  })
  try {
    const upright = compositeOnWhite(turnUpright(stored, readOrientation(bytes, format)))
    return { rgb: cropPixels(upright, IMAGENET), width: upright.width, height: upright.height }
  } catch (error) {
    throw error instanceof RangeError ? damaged(error) : toClassifierError(error)
  }
}

function damaged(cause: RangeError): ClassifierError {
  return new ClassifierError('damaged-image', `The photo can't be cropped: ${cause.message}`, { cause })
}
