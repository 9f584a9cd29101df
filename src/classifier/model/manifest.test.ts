import { expect, test } from 'vitest'
import type { Manifest } from '../../../model/manifest.ts'
import { ManifestError, parseManifest } from './manifest.ts'

const sha256 = 'ab'.repeat(32)

function manifest(): Manifest {
  return {
    version: 1,
    architecture: 'densenet121',
    input: { name: 'input', size: 224, resize: 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    outputs: { logits: 'logits' },
    classes: 2,
    labels: { path: `labels-${sha256.slice(0, 16)}.json`, bytes: 10, sha256 },
    variants: [
      {
        id: 'fp16',
        file: { path: `net-${sha256.slice(0, 16)}.onnx`, bytes: 20, sha256 },
        backends: ['webgpu', 'wasm'],
      },
    ],
    selfTest: { logits: [0.5, -0.5] },
    weights: { digest: sha256, source: 'Keras', license: 'MIT' },
  }
}

test('a sound manifest is read as it is', () => {
  expect(parseManifest(JSON.parse(JSON.stringify(manifest())))).toEqual(manifest())
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
  ['labels.bytes', -1],
  ['labels.sha256', 'AB'.repeat(32)],
  ['labels.path', '../labels.json'],
  ['labels.path', 'https://example.org/labels.json'],
  ['labels.path', 'labels-0000000000000000.json'],
  ['variants', []],
  ['variants.0.file.bytes', 1.5],
  ['variants.0.backends', ['cuda']],
  ['selfTest.logits', [1]],
  ['selfTest.logits.0', 'NaN'],
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
