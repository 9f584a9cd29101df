/** What the decoders need where no browser is. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// The decoders' glue makes one of what they decode; Node has none.
globalThis.ImageData ??= class {
  colorSpace = 'srgb' as const
  constructor(
    readonly data: Uint8ClampedArray<ArrayBuffer>,
    readonly width: number,
    readonly height: number,
  ) {}
} as typeof ImageData

const require = createRequire(import.meta.url)

export function readBytes(path: string): ArrayBuffer {
  return Uint8Array.from(readFileSync(path)).buffer
}

/** A wasm file of the site, by the address that Vite gives it while testing. */
export async function readWasm(url: string): Promise<ArrayBuffer> {
  return readBytes(require.resolve(url.slice(url.search(/@jsquash|libheif-js/))))
}
