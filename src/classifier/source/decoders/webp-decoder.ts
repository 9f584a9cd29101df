import wasmUrl from '@jsquash/webp/codec/dec/webp_dec.wasm?url'
import decode, { init } from '@jsquash/webp/decode.js'
import type { Decoder } from './decoder.ts'

export { wasmUrl }

/** Animations are beyond this decoder. */
export async function createDecoder(wasm: WebAssembly.Module): Promise<Decoder> {
  await init(wasm)
  return decode
}
