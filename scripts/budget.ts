/**
 * The budget of the first view, which fails the build: the page's script and all that it imports statically, gzipped.
 * Not counted, because loaded later: views in chunks of their own. Printed beside it: the classifier's worker, which is
 * loaded at once but does not hold up the page.
 */
import { gzipSync } from 'node:zlib'
import type { Plugin, Rollup } from 'vite'

/** Bytes, gzipped. */
export const FIRST_VIEW_BUDGET = 120_000

type Bundle = Record<string, Rollup.OutputChunk | Rollup.OutputAsset>

export interface Weight {
  file: string
  /** Bytes, gzipped as a host does. */
  gzipped: number
}

const weigh = (file: string, content: string | Uint8Array): Weight => ({
  file,
  gzipped: gzipSync(content).length,
})

export const sum = (weights: readonly Weight[]): number =>
  weights.reduce((total, { gzipped }) => total + gzipped, 0)

/** The scripts that the browser must have before it can show the page: each entry, and what it imports statically. */
export function firstViewScripts(bundle: Bundle): Weight[] {
  const wanted = new Set<string>()
  function want(file: string): void {
    const part = bundle[file]
    if (part?.type !== 'chunk' || wanted.has(file)) return
    wanted.add(file)
    part.imports.forEach(want)
  }
  for (const part of Object.values(bundle)) if (part.type === 'chunk' && part.isEntry) want(part.fileName)
  return [...wanted].map((file) => {
    const part = bundle[file]
    return weigh(file, part?.type === 'chunk' ? part.code : '')
  })
}

/** The classifier's worker, without the runtime that it loads. */
export function workerScripts(bundle: Bundle): Weight[] {
  return Object.values(bundle).flatMap((part) =>
    part.type === 'asset' && /(^|\/)worker-[^/]*\.js$/.test(part.fileName)
      ? [weigh(part.fileName, part.source)]
      : [],
  )
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

/** @throws Error when the first view weighs more than `budget`, with the files that make it up */
export function checkFirstView(bundle: Bundle, budget = FIRST_VIEW_BUDGET): string {
  const scripts = firstViewScripts(bundle)
  const worker = workerScripts(bundle)
  const line = `First view: ${kilobytes(sum(scripts))} of ${kilobytes(budget)} JavaScript, gzipped; the worker beside it ${kilobytes(sum(worker))}.`
  if (sum(scripts) <= budget) return line
  const files = [...scripts]
    .sort((a, b) => b.gzipped - a.gzipped)
    .map(({ file, gzipped }) => `  ${file} ${kilobytes(gzipped)}`)
  throw new Error(
    [line, ...files, 'Load what is not needed at first by `import()`, as src/app/views/Views.tsx does.'].join(
      '\n',
    ),
  )
}

export function budgetPlugin(): Plugin {
  return {
    name: 'budget',
    apply: 'build',
    writeBundle(_, bundle) {
      this.info(checkFirstView(bundle))
    },
  }
}
