import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { budgetPlugin } from './scripts/budget.ts'
import { entriesPlugin } from './scripts/entries.ts'
import { licencesPlugins } from './scripts/licences/plugin.ts'
import { samplesPlugin } from './scripts/samples.ts'
import { shellPlugin } from './scripts/shell.ts'
import { engineKernels } from './src/engine/compile.ts'
import { META_POLICY } from './src/offline/policy.ts'

/** Cross-origin isolation, which wasm threads need. A static host can't send it: there the service worker does. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

/** Binds the page before the service worker does. Built sites only: Vite's own client would break the policy. */
const metaPolicy: Plugin = {
  name: 'meta-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: META_POLICY },
      injectTo: 'head-prepend',
    },
  ],
}

/** Size and SHA-256 of a runtime of onnxruntime-web: the page verifies it like the model. */
function runtimeFile(name: string) {
  const bytes = readFileSync(createRequire(import.meta.url).resolve(`onnxruntime-web/${name}`))
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

const licences = licencesPlugins()

export default defineConfig({
  define: {
    __RUNTIMES__: JSON.stringify({
      wasm: runtimeFile('ort-wasm-simd-threaded.wasm'),
      webgpu: runtimeFile('ort-wasm-simd-threaded.asyncify.wasm'),
    }),
  },
  // Relative URLs: the built site runs under any path.
  base: './',
  // Without the single-page fallback a missing file is a 404, not index.html with status 200.
  appType: 'mpa',
  plugins: [
    react(),
    engineKernels(),
    metaPolicy,
    samplesPlugin(),
    budgetPlugin(),
    shellPlugin(),
    entriesPlugin(),
    licences.page,
  ],
  resolve: {
    // onnxruntime-web's entries without the inlined loader: its wasm is emitted once, through our `?url` imports.
    conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'],
  },
  worker: { format: 'es', plugins: () => [engineKernels(), entriesPlugin(), licences.worker] },
  build: { target: 'es2023', assetsInlineLimit: 0 },
  server: { headers: isolation },
  preview: { headers: isolation },
})
