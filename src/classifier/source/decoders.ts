/**
 * Decoders that need no canvas, for browsers whose canvas adds noise: the ones of `@jsquash`, which are libjpeg (MozJPEG),
 * libwebp, libavif and Rust's `png` in wasm; and libheif for HEIC, which few browsers know. Each is a chunk of its own and
 * loaded only when it is needed.
 */
import type { Decoder } from './decoders/decoder.ts'
import type { ImageFormat } from './sniff.ts'

interface DecoderModule {
  wasmUrl: string
  createDecoder(wasm: WebAssembly.Module): Promise<Decoder>
}

const MODULES: Partial<Record<ImageFormat, () => Promise<DecoderModule>>> = {
  jpeg: () => import('./decoders/jpeg-decoder.ts'),
  png: () => import('./decoders/png-decoder.ts'),
  webp: () => import('./decoders/webp-decoder.ts'),
  avif: () => import('./decoders/avif-decoder.ts'),
  heic: () => import('./decoders/heic-decoder.ts'),
}

export function hasDecoder(format: ImageFormat): boolean {
  return MODULES[format] !== undefined
}

/**
 * Loads the decoder of a format.
 * @param readWasm gives the bytes of a wasm file of the site
 * @throws Error when there is none, or its files can't be loaded
 */
export async function loadDecoder(format: ImageFormat, readWasm = fetchWasm): Promise<Decoder> {
  const load = MODULES[format]
  if (!load) throw new Error(`there is no decoder for ${format}`)
  const { wasmUrl, createDecoder } = await load()
  const wasm = await WebAssembly.compile(await readWasm(wasmUrl))
  let decoder: Decoder | undefined = await createDecoder(wasm)
  return async (file) => {
    decoder ??= await createDecoder(wasm)
    try {
      return await decoder(file)
    } catch (error) {
      // what has failed in the middle of a file fails sooner or later with every other
      decoder = undefined
      throw error
    }
  }
}

async function fetchWasm(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} was answered with status ${response.status}`)
  return response.arrayBuffer()
}
