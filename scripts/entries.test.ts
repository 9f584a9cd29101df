import { expect, it } from 'vitest'
import { checkEntries } from './entries.ts'

const chunk = (
  fileName: string,
  isEntry: boolean,
  imports: string[] = [],
  dynamicImports: string[] = [],
) => ({
  type: 'chunk' as const,
  fileName,
  isEntry,
  imports,
  dynamicImports,
})

const bundle = (...chunks: ReturnType<typeof chunk>[]) =>
  Object.fromEntries(chunks.map((part) => [part.fileName, part]))

it('lets entries import what they like', () => {
  expect(() =>
    checkEntries(
      bundle(
        chunk('worker.js', true, ['shared.js'], ['engine.js']),
        chunk('engine.js', false, ['shared.js']),
        chunk('shared.js', false),
      ),
    ),
  ).not.toThrow()
})

it.each([
  ['statically', chunk('engine.js', false, ['worker.js'])],
  ['when it is needed', chunk('engine.js', false, [], ['worker.js'])],
])('refuses a chunk that imports an entry %s', (_, engine) => {
  const built = bundle(chunk('worker.js', true, [], ['engine.js']), engine)
  expect(() => checkEntries(built)).toThrow('engine.js imports worker.js')
})
