import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseManifest } from '../src/classifier/files/parse-manifest.ts'
import { checkInput } from '../src/network/check-picture.ts'
import type { Topology } from './architectures.ts'
import { assemble } from './assemble.ts'
import { calibrate } from './calibrate.ts'
import { CheckError, checkLogits, maxAbsDifference } from './check.ts'
import { densenet } from './densenet.ts'
import { float32Storage } from './onnx-graph.ts'
import { findManifest, publish, readManifest, readPublished, sha256, writeMissing } from './published.ts'
import { buildTinyModel, randomNetwork } from './tiny.ts'

const SMALL: Topology = { blocks: [1, 1, 1, 1], growth: 4, stem: 8, classes: 1000 }

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiny-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

/** Every file of a folder by name, as a hash. */
async function contents(out: string): Promise<Record<string, string>> {
  const names = (await readdir(out)).sort()
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, sha256(await readFile(join(out, name)))])),
  )
}

describe('a model folder', () => {
  it('is the same to the byte when it is built again', async () => {
    await buildTinyModel({ out: join(folder, 'a'), size: SMALL })
    await buildTinyModel({ out: join(folder, 'b'), size: SMALL })
    const [a, b] = [await contents(join(folder, 'a')), await contents(join(folder, 'b'))]
    expect(Object.keys(a)).toHaveLength(5)
    expect(a).toEqual(b)
  })

  it('holds what the manifest says, each file named by its hash', async () => {
    const manifest = await buildTinyModel({ out: folder, size: SMALL })
    const hashes = await contents(folder)
    const parts = [manifest.similar, ...manifest.variants.map(({ file }) => file)].flatMap(
      ({ parts }) => parts,
    )
    const name = findManifest(folder) ?? ''
    expect(Object.keys(hashes).sort()).toEqual(
      [name, 'manifest.json', ...parts.map(({ path }) => path)].sort(),
    )
    expect(name).toBe(`manifest-${hashes[name]?.slice(0, 16)}.json`)
    expect(await readManifest(folder)).toEqual(parseManifest(JSON.parse(JSON.stringify(manifest))))
    for (const { path, sha256: hash } of parts) {
      expect(hashes[path]).toBe(hash)
      expect(path).toContain(hash.slice(0, 16))
    }
    for (const { selfTest } of manifest.variants) expect(selfTest.logits).toHaveLength(manifest.classes)
  })

  it('loses the files of an older build and the word of a missing model, and nothing else', async () => {
    await buildTinyModel({ out: folder, size: SMALL, seed: 1 })
    const old = await readdir(folder)
    await writeMissing(folder, { tried: [], remedy: [] })
    const killed = join(folder, '.new-0123456789abcdef')
    await writeFile(killed, 'of a build that was killed an hour ago')
    await utimes(killed, 0, Date.now() / 1000 - 3600)
    await writeFile(join(folder, '.new-fedcba9876543210'), 'of a build that runs')
    await writeFile(join(folder, 'readme.txt'), 'of someone else')
    await buildTinyModel({ out: folder, size: SMALL, seed: 2 })
    const now = await readdir(folder)
    expect(now).toHaveLength(7)
    expect(now).toContain('readme.txt')
    expect(now).toContain('.new-fedcba9876543210')
    expect(now.filter((name) => old.includes(name))).toEqual(['manifest.json'])
  })

  it('is intact until a byte changes, a file goes, or another builder asks', async () => {
    const intact = () => readPublished(folder, 'tiny')
    await buildTinyModel({ out: folder, size: SMALL })
    expect(await intact()).toBeDefined()
    expect(await readPublished(folder, 'another')).toBeUndefined()

    const model = (await readdir(folder)).find((name) => name.endsWith('.onnx')) ?? ''
    const bytes = await readFile(join(folder, model))
    await truncate(join(folder, model), bytes.length - 1)
    expect(await intact()).toBeUndefined()
    bytes[1000] = (bytes[1000] ?? 0) ^ 1
    await writeFile(join(folder, model), bytes)
    expect(await intact()).toBeUndefined()
    await rm(join(folder, model))
    expect(await intact()).toBeUndefined()

    await buildTinyModel({ out: folder, size: SMALL })
    expect(await intact()).toBeDefined()
    const manifest = join(folder, findManifest(folder) ?? '')
    await writeFile(manifest, `${await readFile(manifest, 'utf8')} `)
    expect(await intact()).toBeUndefined()
    await truncate(manifest, 500)
    expect(await intact()).toBeUndefined()
  })
})

describe('assemble', () => {
  const network = randomNetwork(SMALL)
  const inputs = [checkInput('noise'), checkInput('gradient')]
  const ingredients = {
    architecture: 'tiny',
    network,
    weights: { digest: '', source: '', license: '' },
    builder: 'tiny',
    log: () => undefined,
  }

  it('refuses to publish a model whose logits differ by more than rounding', async () => {
    const calibration = await calibrate(network, inputs)
    const given = { ...ingredients, calibration }
    const expected = await checkLogits(densenet(network, float32Storage))
    const noise = expected.noise.map((logit, index) => (index === 7 ? logit + 0.05 : logit))
    const gradient = expected.gradient.map(() => Number.NaN)
    await expect(assemble({ ...given, expected })).resolves.toBeDefined()
    await expect(assemble({ ...given, expected: { ...expected, noise } })).rejects.toThrow(CheckError)
    await expect(assemble({ ...given, expected: { ...expected, gradient } })).rejects.toThrow(CheckError)
  })

  it('notices a single wrong layer', async () => {
    const calibration = await calibrate(network, inputs)
    const expected = await checkLogits(densenet(network, float32Storage))
    const name = 'pool3_bn/beta'
    const { shape = [], data = new Float32Array() } = network.tensors.get(name) ?? {}
    const tensors = new Map(network.tensors).set(name, { shape, data: data.map((value) => value + 0.2) })
    const wrong = { ...network, tensors }
    await expect(assemble({ ...ingredients, calibration, network: wrong, expected })).rejects.toThrow(
      /differ by/,
    )
  })
})

describe('publish', () => {
  it('fails with the reason when the folder can not be written', async () => {
    await writeFile(join(folder, 'out'), 'a file where the folder should be')
    await expect(buildTinyModel({ out: join(folder, 'out'), size: SMALL })).rejects.toThrow(/EEXIST|ENOTDIR/)
  })

  it('leaves no manifest when a file can not be written', async () => {
    const manifest = await buildTinyModel({ out: join(folder, 'made'), size: SMALL })
    const out = join(folder, 'out')
    const files = new Map([['no/such/folder.onnx', new Uint8Array(10)]])
    await expect(publish(out, { manifest: { ...manifest, builder: 'tiny' }, files })).rejects.toThrow(
      'ENOENT',
    )
    expect(findManifest(out)).toBeUndefined()
    expect(await readdir(out)).toEqual([])
  })
})

describe('maxAbsDifference', () => {
  it.each([
    [[1, 2], [1, 2.5], 0.5],
    [[-1, 2], [1, 2], 2],
    [[], [], 0],
    [[1], [1, 2], Number.POSITIVE_INFINITY],
    [[Number.NaN], [1], Number.POSITIVE_INFINITY],
    [[1], [Number.NaN], Number.POSITIVE_INFINITY],
  ])('of %j and %j is %d', (a, b, expected) => {
    expect(maxAbsDifference(a, b)).toBe(expected)
  })
})
