/** The built model, verified. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findManifest, readModelFile, sha256 } from '../model/published.ts'
import { parseManifest } from '../src/classifier/files/parse-manifest.ts'
import { unpack } from '../src/classifier/files/unpack.ts'
import { CLASS_INDEX } from '../src/classifier/labels/class-index.ts'
import { IMAGENET } from '../src/network/imagenet.ts'
import type { Manifest, ModelInput } from '../src/network/manifest.ts'
import { UsageError } from './usage-error.ts'

export interface VerifiedModel {
  /** Such as `densenet121-int8-0123456789abcdef`: architecture, variant, digest of its file. */
  name: string
  /** ONNX, unpacked. */
  onnx: Uint8Array<ArrayBuffer>
  input: ModelInput
  /** Logits of the engine for the built-in picture. */
  selfTest: number[]
}

const REMEDY = 'Build it again: npm run model -- --force'

/** The manifest, which its name promises by a hash. */
async function readVerifiedManifest(folder: string): Promise<Manifest> {
  const name = findManifest(folder)
  if (!name) throw new UsageError(`There is no model in ${folder}. Build it: npm run model`)
  const bytes = await readFile(join(folder, name))
  if (!name.includes(sha256(bytes).slice(0, 16)))
    throw new UsageError(`${name} is not what its name promises. ${REMEDY}`)
  return parseManifest(JSON.parse(bytes.toString('utf8')))
}

/**
 * Reads the file that the page's engine runs, and verifies each hash on the way.
 * @throws UsageError where there is no model, or it is damaged
 */
export async function readModel(folder: string): Promise<VerifiedModel> {
  const { architecture, input, classes, variants } = await readVerifiedManifest(folder)
  const variant = variants.find(({ backends }) => backends.includes('engine'))
  if (!variant?.selfTest.engine)
    throw new UsageError(`The model in ${folder} has no file for the engine. ${REMEDY}`)
  if (classes !== CLASS_INDEX.length || input.size !== IMAGENET.size || input.resize !== IMAGENET.resize)
    throw new UsageError(`The model in ${folder} is of another version. ${REMEDY}`)
  const { file, id, selfTest } = variant
  const stored = await readModelFile(folder, file).catch((cause: unknown) => {
    throw new UsageError(`A file of the model in ${folder} is missing. ${REMEDY}`, { cause })
  })
  if (stored.length !== file.bytes || sha256(stored) !== file.sha256)
    throw new UsageError(`A file of the model in ${folder} is damaged. ${REMEDY}`)
  return {
    name: `${architecture}-${id}-${file.sha256.slice(0, 16)}`,
    onnx: await unpack(stored, file),
    input,
    selfTest: selfTest.engine ?? [],
  }
}
