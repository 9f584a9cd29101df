/**
 * No chunk may import an entry: WebKit evaluates a worker's entry a second time then ("Policy with name 'default' already
 * exists"), and the page's first script could not be small.
 */
import type { Plugin, Rollup } from 'vite'

type Bundle = Record<
  string,
  | Pick<Rollup.OutputChunk, 'type' | 'fileName' | 'isEntry' | 'imports' | 'dynamicImports'>
  | Pick<Rollup.OutputAsset, 'type'>
>

/** @throws Error naming each chunk that imports an entry, and which */
export function checkEntries(bundle: Bundle): void {
  const chunks = Object.values(bundle).filter((part) => part.type === 'chunk')
  const entries = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName))
  const imports = chunks.flatMap(({ fileName, imports, dynamicImports }) =>
    [...imports, ...dynamicImports]
      .filter((file) => entries.has(file))
      .map((file) => `${fileName} imports ${file}`),
  )
  if (imports.length > 0) throw new Error(`A chunk imports an entry: ${imports.join(', ')}.`)
}

/** What an entry shares with other chunks comes to lie in a chunk of its own; fails the build where it does not. */
export function entriesPlugin(): Plugin {
  return {
    name: 'entries',
    apply: 'build',
    options: (options) => ({ ...options, preserveEntrySignatures: 'strict' }),
    generateBundle(_, bundle) {
      checkEntries(bundle)
    },
  }
}
