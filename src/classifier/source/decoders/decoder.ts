import type { Pixels } from '../../pixels.ts'

/** RGBA as stored in the file: not turned, profiles ignored, alpha straight. Rejects for a file that it can't decode. */
export type Decoder = (file: ArrayBuffer) => Promise<Pixels>

/** For the glue of decoders in C: started with what is compiled, and silent of damaged files, which are refused. */
export function quietly(wasm: WebAssembly.Module) {
  return {
    noInitialRun: true,
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(wasm, imports)
      done(instance)
      return instance.exports
    },
    printErr() {},
  }
}
