import wasmUrl from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?url'
import decode, { init } from '@jsquash/jpeg/decode.js'
import { type Decoder, quietly } from './decoder.ts'

export { wasmUrl }

/** Pixels as they are stored: neither turned nor converted. CMYK is beyond this decoder. */
export async function createDecoder(wasm: WebAssembly.Module): Promise<Decoder> {
  await init(quietly(wasm))
  return (file) => decode(file, { preserveOrientation: false })
}
