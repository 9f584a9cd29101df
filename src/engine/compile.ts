/** Compiles the kernels from AssemblyScript; for Node and the bundler. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Plugin } from 'vite'
import type { Build } from './kernels.ts'
import { layerSource, MAXIMUM_PAGES } from './plan/layer.ts'

const SOURCES = fileURLToPath(new URL('kernels', import.meta.url))
const CACHE = fileURLToPath(new URL('../../.cache/engine', import.meta.url))

const OPTIONS = [
  ...['-O3', '--noAssert'],
  // No allocator and no abort: the kernels own no memory and import nothing else.
  ...['--runtime', 'stub', '--use', 'abort=', '--importMemory', '--initialMemory', '1'],
  ...['--maximumMemory', String(MAXIMUM_PAGES)],
]

/** A build knows itself by its feature, `ASC_FEATURE_RELAXED_SIMD`, and a constant. */
const BUILDS: Record<Build, string[]> = {
  relaxed: ['--enable', 'simd,relaxed-simd', '--use', 'SPLIT=0'],
  split: ['--enable', 'simd,relaxed-simd', '--use', 'SPLIT=1'],
  plain: ['--enable', 'simd', '--use', 'SPLIT=0'],
}

/** Stands for all that makes the result. */
async function digest(build: Build): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([OPTIONS, BUILDS[build], layerSource()]))
  const compiler = createRequire(import.meta.url).resolve('assemblyscript/package.json')
  const names = (await readdir(SOURCES)).filter((name) => name.endsWith('.ts')).sort()
  for (const file of [compiler, ...names.map((name) => join(SOURCES, name))])
    hash.update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}

const compiled = new Map<Build, Promise<Uint8Array>>()

/**
 * The kernels as wasm. The same sources give the same bytes; the compiler takes some seconds, so its last results are
 * kept in `.cache/engine/`.
 * @throws Error with the compiler's messages
 */
export function compileKernels(build: Build): Promise<Uint8Array> {
  const known = compiled.get(build) ?? compile(build)
  compiled.set(build, known)
  return known
}

async function compile(build: Build): Promise<Uint8Array> {
  const name = `${build}-${await digest(build)}.wasm`
  const kept = await readFile(join(CACHE, name)).catch(() => undefined)
  if (kept) return new Uint8Array(kept)
  const folder = join(CACHE, `.${process.pid}-${Date.now()}-${build}`)
  await mkdir(CACHE, { recursive: true })
  try {
    await cp(SOURCES, folder, { recursive: true })
    await writeFile(join(folder, 'layer.ts'), layerSource())
    // A process of its own: bundlers and test runners would transform the compiler's ten megabytes.
    const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js')
    await promisify(execFile)(
      process.execPath,
      [compiler, 'index.ts', '--outFile', name, ...OPTIONS, ...BUILDS[build]],
      { cwd: folder },
    )
    for (const old of await readdir(CACHE))
      if (old.startsWith(`${build}-`)) await rm(join(CACHE, old), { force: true })
    const binary = new Uint8Array(await readFile(join(folder, name)))
    await rename(join(folder, name), join(CACHE, name))
    return binary
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const PREFIX = 'virtual:engine-kernels/'

function isBuild(name: string): name is Build {
  return name in BUILDS
}

/** Bundles the kernels, such as `virtual:engine-kernels/plain`, each a text in base64: no file to fetch, and small. */
export function engineKernels(): Plugin {
  return {
    name: 'engine-kernels',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    async load(id) {
      const name = id.slice(PREFIX.length + 1)
      if (!id.startsWith(`\0${PREFIX}`) || !isBuild(name)) return undefined
      return `export default ${JSON.stringify(Buffer.from(await compileKernels(name)).toString('base64'))}`
    },
  }
}
