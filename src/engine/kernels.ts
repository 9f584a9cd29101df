import { EngineRefused } from './errors.ts'
import { MAXIMUM_PAGES } from './plan/layer.ts'

/**
 * How the kernels are compiled, all giving identical bytes: with the relaxed dot product of bytes, with that in two
 * halves, or with that of 16-bit numbers, which every browser with wasm SIMD has.
 */
export type Build = 'relaxed' | 'split' | 'plain'

export type KernelName = 'center' | 'stem' | 'bottleneck' | 'growth' | 'transition' | 'lastNorm' | 'classify'

/** A kernel's share of the items of a layer, with memory for the thread's own use. */
export type Kernel = (layer: number, from: number, to: number, scratch: number) => void

export type Kernels = Record<KernelName, Kernel>

/** A kernel's work on one layer; threads share it. */
export interface Step {
  kernel: KernelName
  /** Address of the layer's fields. */
  layer: number
  /** What the work is counted in: rows, tiles of pixels or groups of outputs. */
  items: number
}

const BUNDLED: Record<Build, () => Promise<{ default: string }>> = {
  relaxed: () => import('virtual:engine-kernels/relaxed'),
  split: () => import('virtual:engine-kernels/split'),
  plain: () => import('virtual:engine-kernels/plain'),
}

/** The kernels that the bundler compiled. */
export async function bundledKernels(build: Build): Promise<Uint8Array> {
  const { default: base64 } = await BUNDLED[build]()
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

const PAGE = 65536

/** A memory of at least some bytes. */
export function makeMemory(bytes: number, shared: boolean): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE), maximum: MAXIMUM_PAGES, shared })
}

/** The imported memory: module `env`, field `memory`, kind 2. The byte after it says whether it has a maximum (1) and is shared (2). */
const MEMORY_IMPORT = new TextEncoder().encode('\x03env\x06memory\x02')

/**
 * The same kernels for a shared memory. The kernels know nothing of other threads, so that one bit in the declaration of
 * the memory is all that differs.
 * https://webassembly.github.io/threads/core/binary/types.html#limits
 */
export function forSharedMemory(binary: Uint8Array): Uint8Array<ArrayBuffer> {
  const shared = Uint8Array.from(binary)
  const at = binary.findIndex((_, i) => MEMORY_IMPORT.every((byte, j) => binary[i + j] === byte))
  const flags = at + MEMORY_IMPORT.length
  if (at < 0 || shared[flags] !== 1)
    throw new EngineRefused('The kernels do not import a memory with a maximum.')
  shared[flags] = 3
  return shared
}

/** Kernels that work on a memory. */
export async function startKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Kernels> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } })
  return exports as Kernels
}

/** Does one part of a step, number `part` of `parts`: items are dealt out in runs of equal length, give or take one. */
export function runPart(kernels: Kernels, step: Step, part: number, parts: number, scratch: number): void {
  const from = Math.floor((step.items * part) / parts)
  const to = Math.floor((step.items * (part + 1)) / parts)
  if (from < to) kernels[step.kernel](step.layer, from, to, scratch)
}
