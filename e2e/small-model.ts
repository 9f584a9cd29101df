import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Topology } from '../model/architectures.ts'
import { readManifest, readModelFile, sha256, writeManifest } from '../model/published.ts'
import { buildTinyModel } from '../model/tiny.ts'
import type { Manifest, ModelFile, ModelPart } from '../src/network/manifest.ts'
import { cachedFolder } from './cached-folder.ts'

/** Few enough that each has several of the blocks that the page keeps of a broken download. */
const PARTS = 3

export interface SmallModel {
  folder: string
  manifest: Manifest
  /** The file that the page takes, in {@link PARTS} parts. */
  file: ModelFile
}

async function cut(folder: string, file: ModelFile): Promise<ModelFile> {
  const bytes = await readModelFile(folder, file)
  const parts: ModelPart[] = []
  const size = Math.ceil(bytes.length / PARTS)
  for (let from = 0; from < bytes.length; from += size) {
    const content = bytes.subarray(from, from + size)
    const hash = sha256(content)
    const path = `small-${parts.length + 1}-${hash.slice(0, 16)}.onnx`
    await writeFile(join(folder, path), content)
    parts.push({ path, bytes: content.length, sha256: hash })
  }
  return { ...file, parts }
}

/** All that a model folder is made of. */
const INGREDIENTS = [
  'model',
  'src/network',
  'src/engine',
  'src/classifier/labels',
  'e2e/small-model.ts',
  'package-lock.json',
]

/** A random network that loads at once: 0.1 MB, one part. @returns its folder */
export const tinyModel = (): Promise<string> =>
  cachedFolder({ name: 'tiny-model', ingredients: INGREDIENTS, make: (out) => buildTinyModel({ out }) })

/** Nearly all weights are where a picture is 7 x 7: megabytes to download, and little to compute. */
const SMALL: Topology = { blocks: [1, 1, 1, 20], growth: 32, stem: 32, classes: 1000 }

async function buildSmallModel(out: string, seed: number): Promise<void> {
  const built = await buildTinyModel({ out, size: SMALL, seed })
  const variants = await Promise.all(
    built.variants.map(async (variant) => ({ ...variant, file: await cut(out, variant.file) })),
  )
  await writeManifest(out, JSON.stringify({ ...built, variants }))
}

/** A random network of a few megabytes in several parts: loads quickly, and its answers mean nothing. */
export async function smallModel(seed = 1): Promise<SmallModel> {
  const folder = await cachedFolder({
    name: `small-model-${seed}`,
    ingredients: INGREDIENTS,
    make: (out) => buildSmallModel(out, seed),
  })
  const manifest = await readManifest(folder)
  // one that the engine refuses loads as well, by another runtime and slowly
  const file = manifest.variants.find(({ backends }) => backends.includes('engine'))?.file
  if (!file || file.bytes < PARTS * 550_000) throw new Error('The small model is too small to test with.')
  return { folder, manifest, file }
}
