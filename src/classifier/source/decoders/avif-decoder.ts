import wasmUrl from '@jsquash/avif/codec/dec/avif_dec.wasm?url'
import decode, { init } from '@jsquash/avif/decode.js'
import { type Decoder, quietly } from './decoder.ts'

export { wasmUrl }

/** Pixels as they are stored: `irot` and `imir` are not applied. */
export async function createDecoder(wasm: WebAssembly.Module): Promise<Decoder> {
  await init(quietly(wasm))
  return async (file) => {
    const pixels = await decode(file, { bitDepth: 8 })
    if (!pixels) throw new Error('the decoder gave no pixels')
    return pixels
  }
}
