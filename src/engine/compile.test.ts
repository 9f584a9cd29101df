import { setFlagsFromString } from 'node:v8'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compileKernels } from './compile.ts'
import { type Build, forSharedMemory, makeMemory, startKernels } from './kernels.ts'

// Node 20 knows the relaxed instructions behind a flag.
setFlagsFromString('--experimental-wasm-relaxed-simd')

/** What a first visit may download of each build, gzipped. */
const LARGEST = 4 * 1024

const BUILDS: Build[] = ['relaxed', 'split', 'plain']

describe.each(BUILDS)('the %s kernels', (build) => {
  it('are small', async () => {
    const size = gzipSync(await compileKernels(build), { level: 9 }).length
    expect(size).toBeLessThan(LARGEST)
  })

  it.each([false, true])('work on a memory that is shared: %s', async (shared) => {
    const binary = await compileKernels(build)
    const module = await WebAssembly.compile(shared ? forSharedMemory(binary) : new Uint8Array(binary))
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }])
    await expect(startKernels(module, makeMemory(65536, shared))).resolves.toHaveProperty('growth')
    await expect(startKernels(module, makeMemory(65536, !shared))).rejects.toThrow(WebAssembly.LinkError)
  })
})

it('builds differ', async () => {
  const texts = await Promise.all(
    BUILDS.map(async (build) => Buffer.from(await compileKernels(build)).toString('hex')),
  )
  expect(new Set(texts).size).toBe(BUILDS.length)
})
