import { expect, test } from 'vitest'
import type { Manifest } from '../../network/manifest.ts'
import { ManifestError, parseManifest } from './parse-manifest.ts'

const sha256 = 'ab'.repeat(32)

const file = (name: string, bytes: number) => ({
  bytes,
  sha256,
  parts: [{ path: `${name}-${sha256.slice(0, 16)}.bin`, bytes, sha256 }],
})

function manifest(): Manifest {
  return {
    version: 1,
    architecture: 'densenet121',
    input: { name: 'input', size: 224, resize: 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    outputs: { logits: 'logits', maps: 'maps', features: 'features' },
    classes: 2,
    similar: file('similar', 5),
    variants: [
      { id: 'fp16', file: file('net', 20), backends: ['webgpu', 'wasm'], selfTest: { logits: [0.5, -0.5] } },
    ],
    weights: { digest: sha256, source: 'Keras', license: 'MIT' },
  }
}

test('a sound manifest is read as it is', () => {
  expect(parseManifest(JSON.parse(JSON.stringify(manifest())))).toEqual(manifest())
})

test('an encoding and the mark of exactness are kept', () => {
  const { variants, ...rest } = manifest()
  const packed = {
    ...rest,
    variants: variants.map((one) => ({ ...one, exact: true, file: { ...one.file, encoding: 'gzip' } })),
  }
  expect(parseManifest(packed)).toEqual(packed)
})

/** Paths into the manifest, and a value that must not pass there. */
test.each<[string, unknown]>([
  ['', null],
  ['', []],
  ['version', 2],
  ['classes', 0],
  ['input', 'input'],
  ['input.size', '224'],
  ['input.mean', [0.4, 0.4]],
  ['input.mean', [0.4, 0.4, 0.4, 0.4]],
  ['input.std.1', null],
  ['outputs.logits', ''],
  ['outputs.maps', 3],
  ['similar.bytes', -1],
  ['similar.sha256', 'AB'.repeat(32)],
  ['similar.parts.0.path', '../labels.json'],
  ['similar.parts.0.path', 'https://example.org/labels.json'],
  ['similar.parts.0.path', 'labels-0000000000000000.json'],
  ['similar', undefined],
  ['variants', []],
  ['variants.0.file.bytes', 21],
  ['variants.0.file.parts', []],
  ['variants.0.file.parts.0.bytes', 1.5],
  ['variants.0.backends', ['cuda']],
  ['variants.0.selfTest', undefined],
  ['variants.0.backends', ['engine']],
  ['variants.0.selfTest.logits', [1]],
  ['variants.0.selfTest.logits.0', 'NaN'],
  ['variants.0.exact', false],
  ['variants.0.file.encoding', 'br'],
  ['weights', undefined],
])('refuses %s = %j', (path, value) => {
  const root: { top: unknown } = { top: manifest() }
  const keys = ['top', ...path.split('.').filter(Boolean)]
  const last = keys.pop() ?? 'top'
  let parent: object = root
  for (const key of keys) parent = Reflect.get(parent, key)
  Reflect.set(parent, last, value)
  expect(() => parseManifest(root.top)).toThrow(ManifestError)
})
