import wasmUrl from '@jsquash/webp/codec/dec/webp_dec.wasm?url'
import decode, { init } from '@jsquash/webp/decode.js'
import { type Decoder, quietly } from './decoder.ts'

export { wasmUrl }

/** Animations are beyond this decoder. */
export async function createDecoder(wasm: WebAssembly.Module): Promise<Decoder> {
  await init(quietly(wasm))
  return decode
}
