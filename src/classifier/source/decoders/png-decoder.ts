import wasmUrl from '@jsquash/png/codec/pkg/squoosh_png_bg.wasm?url'
import decode, { init } from '@jsquash/png/decode.js'
import type { Decoder } from './decoder.ts'

export { wasmUrl }

export async function createDecoder(wasm: WebAssembly.Module): Promise<Decoder> {
  await init(wasm)
  return (file) => decode(file)
}
