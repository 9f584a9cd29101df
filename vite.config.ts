import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Cross-origin isolation, which wasm threads need. A static host that can't send headers has none. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

export default defineConfig({
  // Relative URLs: the built site runs under any path.
  base: './',
  // Without the single-page fallback a missing file is a 404, not index.html with status 200.
  appType: 'mpa',
  plugins: [react()],
  resolve: {
    // onnxruntime-web's entries without the inlined loader: its wasm is emitted once, through our `?url` imports.
    conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'],
  },
  worker: { format: 'es' },
  build: { target: 'es2023', assetsInlineLimit: 0 },
  server: { headers: isolation },
  preview: { headers: isolation },
})
