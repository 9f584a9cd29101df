import type {
  Backend,
  Manifest,
  ModelFile,
  ModelInput,
  ModelPart,
  ModelVariant,
} from '../../network/manifest.ts'

/** Says where in the manifest something is wrong. */
export class ManifestError extends Error {
  override name = 'ManifestError'
}

type Json = { [key: string]: unknown }

function fail(path: string, expected: string): never {
  throw new ManifestError(`manifest: ${path} is not ${expected}`)
}

function object(value: unknown, path: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(path, 'an object')
  return Object.fromEntries(Object.entries(value))
}

function list(value: unknown, path: string): unknown[] {
  return Array.isArray(value) && value.length > 0 ? value : fail(path, 'a list with entries')
}

function text(value: unknown, path: string): string {
  return typeof value === 'string' && value !== '' ? value : fail(path, 'a text')
}

function count(value: unknown, path: string): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
    ? value
    : fail(path, 'a positive integer')
}

function float(value: unknown, path: string): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : fail(path, 'a number')
}

function perChannel(value: unknown, path: string): [number, number, number] {
  const [r, g, b, ...more] = list(value, path)
  if (more.length > 0) fail(path, 'three numbers')
  return [float(r, `${path}[0]`), float(g, `${path}[1]`), float(b, `${path}[2]`)]
}

function sha256(value: unknown, path: string): string {
  const hash = text(value, path)
  return /^[0-9a-f]{64}$/.test(hash) ? hash : fail(path, '64 hex digits')
}

function part(value: unknown, path: string): ModelPart {
  const { path: name, bytes, sha256: digest } = object(value, path)
  const hash = sha256(digest, `${path}.sha256`)
  const relative = text(name, `${path}.path`)
  // A name beside the manifest and nothing else: no folders, no other origin.
  if (!/^[\w-][\w.-]*$/.test(relative)) fail(`${path}.path`, 'a plain file name')
  if (!relative.includes(hash.slice(0, 16))) fail(`${path}.path`, 'named by its sha256')
  return { path: relative, bytes: count(bytes, `${path}.bytes`), sha256: hash }
}

function file(value: unknown, path: string): ModelFile {
  const { encoding, bytes, sha256: digest, parts: entries } = object(value, path)
  if (encoding !== undefined && encoding !== 'gzip') fail(`${path}.encoding`, 'one that this page knows')
  const parts = list(entries, `${path}.parts`).map((entry, i) => part(entry, `${path}.parts[${i}]`))
  const sum = parts.reduce((total, { bytes: size }) => total + size, 0)
  if (sum !== bytes) fail(`${path}.bytes`, 'the sum of its parts')
  const whole = { bytes: sum, sha256: sha256(digest, `${path}.sha256`), parts }
  return encoding ? { encoding, ...whole } : whole
}

function backend(value: unknown, path: string): Backend {
  return value === 'engine' || value === 'webgpu' || value === 'wasm' ? value : fail(path, 'a known backend')
}

function input(value: unknown, path: string): ModelInput {
  const { name, size, resize, mean, std } = object(value, path)
  return {
    name: text(name, `${path}.name`),
    size: count(size, `${path}.size`),
    resize: count(resize, `${path}.resize`),
    mean: perChannel(mean, `${path}.mean`),
    std: perChannel(std, `${path}.std`),
  }
}

function variant(value: unknown, classes: number, path: string): ModelVariant {
  const { id, file: stored, backends, exact, selfTest } = object(value, path)
  if (exact !== undefined && exact !== true) fail(`${path}.exact`, 'true or left out')
  const test = object(selfTest, `${path}.selfTest`)
  const logitsOf = (key: 'logits' | 'engine') => {
    const logits = list(test[key], `${path}.selfTest.${key}`)
    if (logits.length !== classes) {
      fail(`${path}.selfTest.${key}`, `one number for each of ${classes} classes`)
    }
    return logits.map((logit, i) => float(logit, `${path}.selfTest.${key}[${i}]`))
  }
  const served = list(backends, `${path}.backends`).map((name, i) => backend(name, `${path}.backends[${i}]`))
  return {
    id: text(id, `${path}.id`),
    file: file(stored, `${path}.file`),
    backends: served,
    ...(exact ? { exact } : {}),
    selfTest: {
      logits: logitsOf('logits'),
      ...(served.includes('engine') ? { engine: logitsOf('engine') } : {}),
    },
  }
}

/**
 * Reads a model's manifest and trusts none of it.
 * @throws ManifestError naming the first field that is wrong
 */
export function parseManifest(json: unknown): Manifest {
  const top = object(json, 'the file')
  if (top.version !== 1) fail('version', '1, the only one this page knows')
  const classes = count(top.classes, 'classes')
  const weights = object(top.weights, 'weights')
  const outputs = object(top.outputs, 'outputs')
  return {
    version: 1,
    architecture: text(top.architecture, 'architecture'),
    input: input(top.input, 'input'),
    outputs: {
      logits: text(outputs.logits, 'outputs.logits'),
      maps: text(outputs.maps, 'outputs.maps'),
      features: text(outputs.features, 'outputs.features'),
    },
    classes,
    similar: file(top.similar, 'similar'),
    variants: list(top.variants, 'variants').map((entry, i) => variant(entry, classes, `variants[${i}]`)),
    weights: {
      digest: text(weights.digest, 'weights.digest'),
      source: text(weights.source, 'weights.source'),
      license: text(weights.license, 'weights.license'),
    },
  }
}
