import { expect, it } from 'vitest'
import { listShell } from './shell.ts'

const site = (change: Record<string, string> = {}) =>
  new Map(
    Object.entries({
      'index.html': '<html>',
      'icon.svg': '<svg>',
      'manifest.webmanifest': '{}',
      'assets/index-Ab.js': '',
      'assets/index-Ab.css': '',
      'assets/cat-thumbnail-Ab.jpg': '',
      'assets/cat-Ab.jpg': '',
      'assets/ort-wasm-simd-threaded-Ab.mjs': '',
      'assets/ort.wasm.min-Ab.js': '',
      'assets/ort-wasm-simd-threaded-Ab.wasm': '',
      'assets/avif_dec-Ab.wasm': '',
      'assets/avif-decoder-Ab.js': '',
      'model/manifest-0123456789abcdef.json': '',
      'model/missing.json': '',
      'licences.txt': '',
      'model/densenet121-Ab.onnx': '',
      ...change,
    }),
  )

it('lists what flight mode needs, and what is stored once it has been used', () => {
  const { files, later } = listShell(site(), 'code()')
  expect(files.map(({ url }) => url)).toEqual([
    'assets/cat-thumbnail-Ab.jpg',
    'assets/index-Ab.css',
    'assets/index-Ab.js',
    'icon.svg',
    'index.html',
    'manifest.webmanifest',
    'model/manifest-0123456789abcdef.json',
  ])
  expect(later).toEqual([
    'assets/avif-decoder-Ab.js',
    'assets/avif_dec-Ab.wasm',
    'assets/ort-wasm-simd-threaded-Ab.mjs',
    'assets/ort.wasm.min-Ab.js',
    'licences.txt',
  ])
})

it('gives a revision to what is not named by its content', () => {
  const revised = listShell(site(), 'code()').files.filter(({ revision }) => revision !== undefined)
  expect(revised.map(({ url }) => url)).toEqual(['icon.svg', 'index.html', 'manifest.webmanifest'])
})

it('is another build with any other file', () => {
  const { build } = listShell(site(), 'code()')
  expect(listShell(site(), 'code()').build).toBe(build)
  expect(listShell(site(), 'other()').build).not.toBe(build)
  expect(listShell(site({ 'index.html': '<html lang="en">' }), 'code()').build).not.toBe(build)
  expect(listShell(site({ 'assets/index-Cd.js': '' }), 'code()').build).not.toBe(build)
  expect(listShell(site({ 'assets/index-Ab.js': 'named by its content' }), 'code()').build).toBe(build)
})
