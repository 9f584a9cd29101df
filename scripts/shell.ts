/** Builds the service worker beside the page, with the list of the files that make up the app's shell. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin, type ResolvedConfig, type Rollup } from 'vite'
import { findManifest } from '../model/published.ts'
import type { Shell, ShellFile } from '../src/offline/version.ts'
import { pageWithModel, writeShell } from './model-address.ts'

const ENTRY = fileURLToPath(new URL('../src/offline/service-worker.ts', import.meta.url))

export const SERVICE_WORKER = 'service-worker.js'

/** Vite names these by their content. */
const NAMED_BY_CONTENT = /^assets\/|^model\//

/** All but the model's parts and the sample photos, which others store, and what is stored later. */
const SHELL_FILE =
  /\.(html|js|css|svg|png|webmanifest)$|^assets\/.*-thumbnail-.*\.jpg$|^model\/manifest-.*\.json$/

/** The licences, onnxruntime-web's scripts and the image decoders. Its runtimes are the classifier's, which verifies and stores them. */
const LATER = /^licences\.txt$|^assets\/(ort[.-].*\.m?js|[a-z]+-decoder-.*\.js|(?!ort-wasm).*\.wasm)$/

const hash = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex').slice(0, 16)

/**
 * @param files contents of the site's files by their addresses relative to the page
 * @param code of the service worker: another one makes another version
 * @returns the shell's list, in the order of the addresses
 */
export function listShell(files: ReadonlyMap<string, string | Uint8Array>, code: string): Shell {
  const urls = [...files.keys()].toSorted()
  const shell = urls
    .filter((url) => SHELL_FILE.test(url) && !LATER.test(url))
    .map((url): ShellFile => {
      const content = files.get(url) ?? ''
      return NAMED_BY_CONTENT.test(url) ? { url } : { url, revision: hash(content) }
    })
  return {
    build: hash(code + JSON.stringify(shell)),
    files: shell,
    later: urls.filter((url) => LATER.test(url)),
  }
}

/** One classic script that imports nothing while it runs: every browser takes it. */
async function bundleServiceWorker(minify: ResolvedConfig['build']['minify']): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      minify,
      target: 'es2023',
      rolldownOptions: { input: ENTRY, output: { format: 'iife', codeSplitting: false } },
    },
  })
  const [chunk, ...others] = [built].flat().flatMap((result) => ('output' in result ? result.output : []))
  if (chunk?.type !== 'chunk' || others.length > 0) throw new Error('The service worker is not one script.')
  // no package has a part in what stands between the page and the network; nor would the licences name it
  const foreign = chunk.moduleIds.find((id) => id.includes('node_modules'))
  if (foreign !== undefined) throw new Error(`The service worker has a package in it: ${foreign}`)
  return chunk.code
}

/** @param manifest address of the one manifest that the page names: the folder may hold older ones */
function contents(
  bundle: Rollup.OutputBundle,
  publicDir: string,
  manifest: string | undefined,
): Map<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>()
  const all = publicDir === '' ? [] : readdirSync(publicDir, { recursive: true, withFileTypes: true })
  for (const entry of all) {
    const path = join(entry.parentPath, entry.name)
    const url = relative(publicDir, path).replaceAll('\\', '/')
    const isWanted = url.startsWith('model/') ? url === manifest : SHELL_FILE.test(url)
    if (entry.isFile() && isWanted) files.set(url, readFileSync(path))
  }
  for (const part of Object.values(bundle))
    files.set(part.fileName, part.type === 'chunk' ? part.code : part.source)
  return files
}

function text(asset: Rollup.OutputAsset | Rollup.OutputChunk | undefined): string | undefined {
  if (asset?.type !== 'asset') return undefined
  return typeof asset.source === 'string' ? asset.source : new TextDecoder().decode(asset.source)
}

/** Whether the chunk is the page itself, which the first script imports. */
export const isPage = ({ facadeModuleId }: Pick<Rollup.OutputChunk, 'facadeModuleId'>) =>
  facadeModuleId?.endsWith('/src/main.tsx') === true

/** The chunks that are wanted, and all that they import statically, each once. */
export function withImports(
  bundle: Record<string, Rollup.OutputChunk | Rollup.OutputAsset>,
  isWanted: (chunk: Rollup.OutputChunk) => boolean,
): Rollup.OutputChunk[] {
  const found = new Set<Rollup.OutputChunk>()
  function add(chunk: Rollup.OutputChunk | Rollup.OutputAsset | undefined): void {
    if (chunk?.type !== 'chunk' || found.has(chunk)) return
    found.add(chunk)
    for (const file of chunk.imports) add(bundle[file])
  }
  for (const part of Object.values(bundle)) if (part.type === 'chunk' && isWanted(part)) add(part)
  return [...found]
}

/** The page's scripts and styles, which the first script imports when it has started the classifier. */
function preloadPage(bundle: Rollup.OutputBundle): string[] {
  const chunks = withImports(bundle, isPage)
  const styles = new Set(chunks.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]))
  return [
    ...Array.from(styles, (file) => `<link rel="stylesheet" crossorigin href="./${file}">`),
    ...chunks.map(({ fileName }) => `<link rel="modulepreload" crossorigin href="./${fileName}">`),
  ]
}

/** Adds elements at the end of the page's head. */
function addToHead(html: string, elements: string[]): string {
  const fresh = elements.filter((element) => !html.includes(element))
  return html.replace('  </head>', `${fresh.map((element) => `    ${element}\n`).join('')}  </head>`)
}

/** Names the model's manifest in the page, and in builds writes the service worker. */
export function shellPlugin(): Plugin {
  let config: ResolvedConfig
  const model = () => {
    const name = config.publicDir && findManifest(join(config.publicDir, 'model'))
    return name ? `model/${name}` : undefined
  }
  return {
    name: 'shell',
    enforce: 'post',
    configResolved(resolved) {
      config = resolved
    },
    transformIndexHtml: (html) => pageWithModel(html, model()),
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const page = bundle['index.html']
        const html = text(page)
        if (page?.type !== 'asset' || html === undefined) return // a page of the tests
        const withPage = addToHead(html, preloadPage(bundle))
        page.source = withPage
        const code = await bundleServiceWorker(config.build.minify)
        const shell = listShell(contents(bundle, config.publicDir, model()), code)
        page.source = addToHead(withPage, [`<meta name="build" content="${shell.build}">`])
        this.emitFile({ type: 'asset', fileName: SERVICE_WORKER, source: writeShell(code, shell) })
      },
    },
  }
}
