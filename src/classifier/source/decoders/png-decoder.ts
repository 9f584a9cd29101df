import wasmUrl from '@jsquash/png/codec/pkg/squoosh_png_bg.wasm?url'
import decode, { init } from '@jsquash/png/decode.js'
import type { Decoder } from './decoder.ts'

export { wasmUrl }

/** Starts the one instance that the package has, and gives it its whole stack: a file that fails leaves some of it taken. */
export async function createDecoder(wasm: WebAssembly.Module): Promise<Decoder> {
  const { __wbindgen_add_to_stack_pointer: moveStack } = await init(wasm)
  top ??= moveStack(0)
  moveStack(top - moveStack(0))
  return (file) => decode(file)
}

/** Where the stack begins. */
let top: number | undefined
