/**
 * Two budgets that fail the build.
 *
 * The first view: the first script, the page's, and all that they import statically, gzipped. Not counted, because loaded later: views
 * in chunks of their own. Printed beside it: the classifier's worker, which is loaded at once but does not hold up the page.
 *
 * The first visit: all that is transferred until the first answer, where the engine computes it: the service worker and
 * what it keeps, the model and the table of similar classes. Text is counted gzipped, as static hosts send it, the rest as it is stored.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin, Rollup } from 'vite'
import type { Manifest } from '../src/network/manifest.ts'
import { MANIFEST_ADDRESS } from '../src/offline/version.ts'
import { readShell } from './model-address.ts'
import { isPage, SERVICE_WORKER, withImports } from './shell.ts'

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

/** The scripts that the browser must have before it can show the page: each entry, the page, and what they import statically. */
export function firstViewScripts(bundle: Bundle): Weight[] {
  const chunks = withImports(bundle, (chunk) => chunk.isEntry || isPage(chunk))
  return chunks.map(({ fileName, code }) => weigh(fileName, code))
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
    [
      line,
      ...files,
      'Load what is not needed at first by `import()`, as src/app/answer/Views.tsx does.',
    ].join('\n'),
  )
}

/** Of the whole first visit, bytes. */
export const FIRST_VISIT_BUDGET = 7_600_000

const isText = (file: string) => /\.(html|js|mjs|css|svg|json|webmanifest)$/.test(file)

/** Bytes that a static host sends for a file. */
function sent(file: string): number {
  return isText(file) ? gzipSync(readFileSync(file)).length : statSync(file).size
}

/** Bytes that a first visit takes until its first answer, by what they are for. */
export interface FirstVisit {
  /** The page, its workers and all that the service worker keeps for flight mode. */
  app: number
  model: number
  /** Which classes look alike. */
  similar: number
}

/**
 * @param folder a built site
 * @returns `undefined` when it has no model, or one that the engine does not run
 */
export function firstVisit(folder: string): FirstVisit | undefined {
  const serviceWorker = join(folder, SERVICE_WORKER)
  if (!existsSync(serviceWorker)) return undefined
  const shell = readShell(readFileSync(serviceWorker, 'utf8')).files.map(({ url }) => url)
  const address = shell.find((url) => MANIFEST_ADDRESS.test(url))
  if (address === undefined) return undefined
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, address), 'utf8'))
  const variant = manifest.variants.find(({ backends }) => backends.includes('engine'))
  if (!variant) return undefined
  const app = [...shell, SERVICE_WORKER].reduce((total, file) => total + sent(join(folder, file)), 0)
  return { app, model: variant.file.bytes, similar: manifest.similar.bytes }
}

/** @throws Error when a first visit takes more than `budget` */
export function checkFirstVisit({ app, model, similar }: FirstVisit, budget = FIRST_VISIT_BUDGET): string {
  const total = app + model + similar
  const line = `First visit until its first answer: ${kilobytes(total)} of ${kilobytes(budget)}: model ${kilobytes(model)}, app ${kilobytes(app)}, similar classes ${kilobytes(similar)}.`
  if (total > budget) throw new Error(line)
  return line
}

export function budgetPlugin(): Plugin {
  let folder = ''
  return {
    name: 'budget',
    apply: 'build',
    configResolved({ build }) {
      folder = build.outDir
    },
    writeBundle(_, bundle) {
      this.info(checkFirstView(bundle))
    },
    closeBundle: {
      order: 'post',
      handler() {
        const visit = firstVisit(folder)
        if (visit) this.info(checkFirstVisit(visit))
      },
    },
  }
}
