import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Rollup } from 'vite'
import { afterAll, describe, expect, it } from 'vitest'
import {
  checkFirstView,
  checkFirstVisit,
  firstViewScripts,
  firstVisit,
  sum,
  workerScripts,
} from './budget.ts'
import { writeShell } from './model-address.ts'

/** Text that gzip can make little of: about 3/4 of its length remain. */
const noise = (bytes: number) => randomBytes(bytes).toString('base64')

type Chunk = Pick<Rollup.OutputChunk, 'code' | 'isEntry' | 'imports' | 'dynamicImports' | 'facadeModuleId'>

function bundle(chunks: Record<string, Partial<Chunk>>, assets: Record<string, string> = {}) {
  // of the many fields of a chunk, those that are looked at
  return Object.fromEntries([
    ...Object.entries(chunks).map(([fileName, chunk]) => [
      fileName,
      { type: 'chunk', fileName, code: '', isEntry: false, imports: [], dynamicImports: [], ...chunk },
    ]),
    ...Object.entries(assets).map(([fileName, source]) => [fileName, { type: 'asset', fileName, source }]),
  ]) as Parameters<typeof checkFirstView>[0]
}

const files = (scripts: { file: string }[]) => scripts.map(({ file }) => file).sort()

describe('the first view', () => {
  it('is the entry, the page and all that they import statically, however far, each once', () => {
    const built = bundle({
      'index.js': { isEntry: true, imports: ['shared.js'], dynamicImports: ['main.js', 'other.js'] },
      'main.js': { facadeModuleId: '/site/src/main.tsx', imports: ['react.js'], dynamicImports: ['view.js'] },
      'other.js': {},
      'react.js': { imports: ['shared.js'] },
      'shared.js': { imports: ['react.js'] },
      'view.js': { imports: ['heavy.js'] },
      'heavy.js': {},
    })
    expect(files(firstViewScripts(built))).toEqual(['index.js', 'main.js', 'react.js', 'shared.js'])
  })

  it('is weighed gzipped', () => {
    const plain = firstViewScripts(bundle({ 'index.js': { isEntry: true, code: ' '.repeat(200_000) } }))
    expect(sum(plain)).toBeLessThan(1000)
  })

  it('within the budget is told, with the worker beside it', () => {
    const built = bundle(
      { 'index.js': { isEntry: true, code: noise(1000) } },
      { 'assets/worker-abc.js': noise(2000), 'assets/probe-worker-abc.js': noise(9000) },
    )
    expect(files(workerScripts(built))).toEqual(['assets/worker-abc.js'])
    expect(checkFirstView(built)).toMatch(
      /^First view: 1\.\d kB of 120\.0 kB JavaScript, gzipped; the worker beside it 2\.\d kB\.$/,
    )
  })

  it('beyond the budget stops the build, the heaviest file first', () => {
    const built = bundle({
      'index.js': { isEntry: true, code: noise(50_000), imports: ['heavy.js'] },
      'heavy.js': { code: noise(80_000) },
    })
    expect(() => checkFirstView(built)).toThrow(/First view: 13\d\.\d kB of 120\.0 kB.*heavy\.js.*index\.js/s)
  })

  it('does not grow by what is loaded later', () => {
    const built = bundle({
      'index.js': { isEntry: true, code: noise(100_000), dynamicImports: ['view.js'] },
      'view.js': { code: noise(500_000) },
    })
    expect(() => checkFirstView(built)).not.toThrow()
  })
})

describe('the first visit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'budget-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const MANIFEST = 'model/manifest-0123456789abcdef.json'
  const model = (backends: string[]) => ({
    similar: { bytes: 42 },
    variants: [
      { file: { bytes: 5000 }, backends: ['wasm'] },
      { file: { bytes: 1000 }, backends },
    ],
  })
  const write = (backends: string[]) => {
    mkdirSync(join(folder, 'model'), { recursive: true })
    writeFileSync(join(folder, MANIFEST), JSON.stringify(model(backends)))
    writeFileSync(join(folder, 'page.js'), 'a'.repeat(1000))
    writeFileSync(join(folder, 'icon.png'), 'a'.repeat(300))
    writeFileSync(
      join(folder, 'service-worker.js'),
      writeShell('code()', {
        build: '1a2b',
        files: [{ url: 'page.js' }, { url: 'icon.png', revision: '1' }, { url: MANIFEST }],
        later: ['later.mjs'],
      }),
    )
  }

  it('counts what the service worker keeps, text as hosts compress it, and the model that the engine runs', () => {
    write(['engine', 'wasm'])
    const visit = firstVisit(folder)
    expect(visit).toMatchObject({ model: 1000, similar: 42 })
    expect(visit?.app).toBeGreaterThan(300)
    expect(visit?.app).toBeLessThan(800)
  })

  it('is not known where the engine does not serve', () => {
    write(['wasm'])
    expect(firstVisit(folder)).toBeUndefined()
  })

  it('fails the build beyond its budget', () => {
    const visit = { app: 300, model: 1000, similar: 42 }
    expect(checkFirstVisit(visit, 1342)).toContain('1.3 kB of 1.3 kB')
    expect(() => checkFirstVisit(visit, 1341)).toThrow('First visit')
  })
})
