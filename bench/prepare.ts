import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import asc from 'assemblyscript/asc'
import { build, mergeConfig, type PluginOption } from 'vite'
import { DENSENET121 } from '../model/architectures.ts'
import { readModelWeights } from '../model/build.ts'
import { float32Bytes, type Tensors } from '../model/keras-weights.ts'
import { readManifest, readUnpacked } from '../model/published.ts'
import site from '../vite.config.ts'
import { plainDensenet } from './plain.ts'

/** All that the peers need, side by side in one folder. */
const OUT = resolve('.cache/bench')

/** The weights as TensorFlow.js and Python read them: one file of float32, and what lies where. */
async function writeWeights(tensors: Tensors, folder: string): Promise<void> {
  const entries: { name: string; shape: number[]; offset: number }[] = []
  const chunks: Uint8Array[] = []
  let offset = 0
  for (const [name, { shape, data }] of tensors) {
    entries.push({ name, shape, offset })
    chunks.push(float32Bytes(data))
    offset += data.length
  }
  await writeFile(join(folder, 'weights.bin'), Buffer.concat(chunks))
  await writeFile(join(folder, 'weights.json'), JSON.stringify(entries))
}

async function compileLimit(folder: string): Promise<void> {
  const { error, stderr } = await asc.main([
    'bench/kernels/limit.ts',
    ...['--outFile', join(folder, 'limit.wasm')],
    ...['-O3', '--enable', 'simd,relaxed-simd', '--runtime', 'stub', '--initialMemory', '1', '--noAssert'],
  ])
  if (error) throw new Error(`the probe does not compile: ${stderr.toString()}`)
}

/** Plugins, flat; without those that make the site's policy and service worker, which bind no peer. */
function plainPlugins(plugins: PluginOption[]): PluginOption[] {
  return plugins
    .flat()
    .filter((plugin) => !(plugin && 'name' in plugin && /^(meta-policy|shell)$/.test(plugin.name)))
}

export interface Prepared {
  /** The bench's page, built, with the peers' files beside it. */
  site: string
  /** Holds `weights.bin` and `weights.json`. */
  weights: string
}

/** Builds the bench's page and the peers' models from the weights that the site is built from. */
export async function prepare(photo: string): Promise<Prepared> {
  const publicDir = join(OUT, 'public')
  const outDir = join(OUT, 'site')
  await rm(OUT, { recursive: true, force: true })
  await mkdir(join(publicDir, 'tfjs'), { recursive: true })
  const { tensors } = await readModelWeights()
  await writeWeights(tensors, publicDir)
  await writeFile(join(publicDir, 'plain.onnx'), plainDensenet({ topology: DENSENET121.topology, tensors }))
  await compileLimit(publicDir)
  await cp(photo, join(publicDir, 'photo'))
  const manifest = await readManifest('public/model')
  for (const { id, file } of manifest.variants) {
    await writeFile(join(publicDir, `${id}.onnx`), await readUnpacked('public/model', file))
  }
  const tfjs = join(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'), '../../wasm-out')
  await cp(tfjs, join(publicDir, 'tfjs'), {
    recursive: true,
    filter: (source) => !/\.d\.ts$|\.js$/.test(source),
  })
  const { plugins = [], ...config } = site
  await build(
    mergeConfig(config, {
      configFile: false,
      root: resolve('bench/page'),
      publicDir,
      logLevel: 'warn',
      plugins: plainPlugins(plugins),
      // TensorFlow.js starts its threads with the text of one of its functions: it must keep its names
      build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 5000, minify: false },
    }),
  )
  return { site: outDir, weights: publicDir }
}
