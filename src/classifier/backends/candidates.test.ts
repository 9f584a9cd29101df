import { expect, test } from 'vitest'
import type { Manifest, ModelVariant } from '../../network/manifest.ts'
import { candidates, variantFor } from './candidates.ts'

test.each([
  ['left to itself the engine, then onnxruntime-web', undefined, undefined, ['engine', 'wasm']],
  ['what was the fastest comes first', undefined, 'webgpu', ['webgpu', 'engine', 'wasm']],
  ['what was the fastest comes first', undefined, 'wasm', ['wasm', 'engine']],
  ['a person’s choice comes first', 'webgpu', undefined, ['webgpu', 'engine', 'wasm']],
  ['a person’s choice counts more than a measurement', 'engine', 'webgpu', ['engine', 'wasm']],
  ['whoever chose onnxruntime-web gets nothing else', 'wasm', undefined, ['wasm']],
] as const)('%s', (_, chosen, remembered, expected) => {
  expect(candidates(chosen, remembered)).toEqual(expected)
})

function variant(id: string, change: Partial<ModelVariant>): ModelVariant {
  const file = { bytes: 1, sha256: id, parts: [] }
  return { id, file, backends: ['webgpu', 'wasm'], selfTest: { logits: [] }, ...change }
}

const SMALL = variant('int8', { backends: ['engine', 'webgpu', 'wasm'] })
const EXACT = variant('fp16', { exact: true })
const variants = (...all: ModelVariant[]): Manifest =>
  ({ variants: all }) satisfies Pick<Manifest, 'variants'> as Manifest

test.each([
  ['the small one, unless the exact one is asked for', variants(EXACT, SMALL), false, SMALL],
  ['the exact one where it is asked for', variants(SMALL, EXACT), true, EXACT],
  ['the exact one where there is no other', variants(EXACT), false, EXACT],
  ['none that is not exact where that is asked for', variants(SMALL), true, undefined],
])('a backend runs %s', (_, manifest, exact, expected) => {
  expect(variantFor(manifest, 'wasm', exact)).toBe(expected)
})

test('a backend runs only what serves it', () => {
  expect(variantFor(variants(EXACT), 'engine', false)).toBeUndefined()
})
