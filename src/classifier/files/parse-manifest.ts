import type { Manifest, ModelFile, ModelPart, ModelVariant } from '../../network/manifest.ts'

/** Says where in the manifest something is wrong. */
export class ManifestError extends Error {
  override name = 'ManifestError'
}

function fail(path: string, expected: string): never {
  throw new ManifestError(`${path} is not ${expected}`)
}

/** @throws ManifestError with `path` for a value that does not pass */
type Check = (value: unknown, path: string) => void

const is =
  (test: (value: unknown) => boolean, expected: string): Check =>
  (value, path) => {
    if (!test(value)) fail(path, expected)
  }

const matches = (pattern: RegExp, expected: string): Check =>
  is((value) => typeof value === 'string' && pattern.test(value), expected)

const text = matches(/./, 'a text')
const sha256 = matches(/^[0-9a-f]{64}$/, '64 hex digits')
const count = is((value) => Number.isSafeInteger(value) && Number(value) > 0, 'a positive integer')
const float = is(Number.isFinite, 'a number')

/** A list with entries, or with so many. */
const list =
  (check: Check, length?: number): Check =>
  (value, path) => {
    if (!Array.isArray(value) || value.length !== (length ?? (value.length || 1)))
      fail(path, `a list with ${length ?? 'some'} entries`)
    for (const [i, entry] of value.entries()) check(entry, `${path}[${i}]`)
  }

const object =
  (checks: Record<string, Check>): Check =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(path, 'an object')
    for (const [key, check] of Object.entries(checks)) check(Reflect.get(value, key), `${path}.${key}`)
  }

const part: Check = (value, path) => {
  // A name beside the manifest and nothing else: no folders, no other origin.
  object({ path: matches(/^[\w-][\w.-]*$/, 'a plain file name'), bytes: count, sha256 })(value, path)
  const { path: name, sha256: hash } = value as ModelPart
  if (!name.includes(hash.slice(0, 16))) fail(`${path}.path`, 'named by its sha256')
}

const file: Check = (value, path) => {
  const encoding = is((name) => name === undefined || name === 'gzip', 'one that this page knows')
  object({ encoding, bytes: count, sha256, parts: list(part) })(value, path)
  const { parts, bytes } = value as ModelFile
  if (parts.reduce((sum, one) => sum + one.bytes, 0) !== bytes) fail(`${path}.bytes`, 'the sum of its parts')
}

const variant =
  (classes: number): Check =>
  (value, path) => {
    const backend = is((name) => name === 'engine' || name === 'webgpu' || name === 'wasm', 'a known backend')
    const exact = is((mark) => mark === undefined || mark === true, 'true or left out')
    const logits = list(float, classes)
    object({ id: text, file, backends: list(backend), exact, selfTest: object({ logits }) })(value, path)
    const { backends, selfTest } = value as ModelVariant
    if (backends.includes('engine')) logits(selfTest.engine, `${path}.selfTest.engine`)
  }

/**
 * Reads a model's manifest and trusts none of it.
 * @throws ManifestError naming the first field that is wrong
 */
export function parseManifest(json: unknown): Manifest {
  object({ version: is((version) => version === 1, '1, the only one this page knows'), classes: count })(
    json,
    'manifest',
  )
  const { version, architecture, input, outputs, classes, similar, variants, weights } = json as Manifest
  const inputShape = { name: text, size: count, resize: count, mean: list(float, 3), std: list(float, 3) }
  object({
    architecture: text,
    input: object(inputShape),
    outputs: object({ logits: text, maps: text, features: text }),
    similar: file,
    variants: list(variant(classes)),
    weights: object({ digest: text, source: text, license: text }),
  })(json, 'manifest')
  return { version, architecture, input, outputs, classes, similar, variants, weights }
}
