import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { INPUT } from './assemble.ts'
import { OUTPUTS } from './densenet.ts'
import {
  addFile,
  addPackedFile,
  findManifest,
  type ModelFolder,
  publish,
  readManifest,
  readModelFile,
  readPublished,
  readUnpacked,
  sha256,
  writeMissing,
} from './published.ts'

/** Of two parts. */
const BYTES = Uint8Array.from({ length: 5_000_000 }, (_, i) => (i * i) >> 7)

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'published-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

/** A model's folder before it is written, with made-up files. */
function madeUp(version = 1): ModelFolder {
  const files = new Map<string, Uint8Array>()
  const file = addFile(
    files,
    'net',
    'onnx',
    BYTES.map((value) => value ^ version),
  )
  const packed = addPackedFile(files, 'net-small', 'onnx', BYTES.subarray(0, 1000 * version))
  const similar = addFile(files, 'similar', 'json', new TextEncoder().encode('[[1],[0]]'))
  const selfTest = { logits: [0, 1] }
  return {
    files,
    manifest: {
      version: 1,
      builder: 'builder',
      architecture: 'net',
      input: INPUT,
      outputs: OUTPUTS,
      classes: 2,
      similar,
      variants: [
        { id: 'whole', file, backends: ['wasm'], selfTest },
        { id: 'small', file: packed, backends: ['webgpu'], selfTest },
      ],
      weights: { digest: 'ab', source: 'made up', license: 'none' },
    },
  }
}

describe('publish', () => {
  it('writes files in parts, each named by its hash, and the manifest that names them', async () => {
    const { manifest } = madeUp()
    await publish(folder, madeUp())
    const names = (await readdir(folder)).sort()
    const parts = [manifest.similar, ...manifest.variants.map(({ file }) => file)].flatMap(
      ({ parts }) => parts,
    )
    const name = findManifest(folder) ?? ''
    expect(names).toEqual([name, ...parts.map(({ path }) => path)].sort())
    for (const file of names) expect(file).toContain(sha256(await readFile(join(folder, file))).slice(0, 16))
    for (const { path, bytes, sha256: hash } of parts) {
      const content = await readFile(join(folder, path))
      expect([content.length, sha256(content)]).toEqual([bytes, hash])
    }
    const [whole, small] = manifest.variants
    if (!whole || !small) throw new Error('no variants')
    expect(whole.file.parts).toHaveLength(2)
    expect(sha256(await readModelFile(folder, whole.file))).toBe(sha256(BYTES.map((value) => value ^ 1)))
    expect(sha256(await readUnpacked(folder, small.file))).toBe(sha256(BYTES.subarray(0, 1000)))
    const { builder: _, ...known } = manifest
    expect(await readManifest(folder)).toEqual(known)
  })

  it('removes the files of an older build and the word of a missing model, and nothing else', async () => {
    await publish(folder, madeUp(1))
    const old = await readdir(folder)
    await writeMissing(folder, { tried: [], remedy: [] })
    const killed = join(folder, '.new-0123456789abcdef')
    await writeFile(killed, 'of a build that was killed an hour ago')
    await utimes(killed, 0, Date.now() / 1000 - 3600)
    const others = ['.new-fedcba9876543210', 'readme.txt']
    for (const other of others) await writeFile(join(folder, other), 'of a build that runs, of someone else')
    const { files } = madeUp(2)
    await publish(folder, madeUp(2))
    const now = await readdir(folder)
    const kept = old.filter((name) => name.startsWith('similar'))
    expect(now.filter((name) => old.includes(name)).sort()).toEqual(kept)
    expect(now.sort()).toEqual([...files.keys(), ...others, findManifest(folder) ?? ''].sort())
  })

  it('leaves no manifest when a file can not be written', async () => {
    const { manifest } = madeUp()
    const files = new Map([['no/such/folder.onnx', new Uint8Array(10)]])
    await expect(publish(folder, { manifest, files })).rejects.toThrow('ENOENT')
    expect(await readdir(folder)).toEqual([])
  })

  it('fails with the reason when the folder can not be written', async () => {
    await writeFile(join(folder, 'out'), 'a file where the folder should be')
    await expect(publish(join(folder, 'out'), madeUp())).rejects.toThrow(/EEXIST|ENOTDIR/)
  })
})

describe('a model folder', () => {
  const intact = () => readPublished(folder, 'builder')
  const damages: [what: string, damage: (path: string) => Promise<void>, file: RegExp][] = [
    [
      'a byte changes',
      async (path) => {
        const bytes = await readFile(path)
        bytes[100] = (bytes[100] ?? 0) ^ 1
        await writeFile(path, bytes)
      },
      /onnx$/,
    ],
    ['a file is cut short', (path) => truncate(path, 10), /onnx$/],
    ['a file goes', (path) => rm(path), /^similar/],
    ['its manifest is cut short', (path) => truncate(path, 500), /^manifest-/],
    [
      'its manifest changes',
      async (path) => writeFile(path, `${await readFile(path, 'utf8')} `),
      /^manifest-/,
    ],
    ['its manifest goes', (path) => rm(path), /^manifest-/],
  ]

  it.each(damages)('is intact until %s', async (_, damage, file) => {
    await publish(folder, madeUp())
    expect(await intact()).toBeDefined()
    const name = (await readdir(folder)).find((name) => file.test(name)) ?? ''
    await damage(join(folder, name))
    expect(await intact()).toBeUndefined()
  })

  it('is another builder’s until it is built again', async () => {
    await publish(folder, madeUp())
    expect(await readPublished(folder, 'another')).toBeUndefined()
  })

  it('with two manifests, while one is replaced, is that of the newer', async () => {
    await publish(folder, madeUp())
    const name = findManifest(folder) ?? ''
    const older = join(folder, 'manifest-0000000000000000.json')
    await writeFile(older, '{}')
    await utimes(older, 0, Date.now() / 1000 - 60)
    expect(findManifest(folder)).toBe(name)
  })

  it('without a manifest says how to make one', async () => {
    expect(findManifest(join(folder, 'nowhere'))).toBeUndefined()
    await expect(readManifest(folder)).rejects.toThrow('npm run model')
  })
})
