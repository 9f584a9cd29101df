import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Plugin } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildSite } from '../e2e/build-site.ts'

let folder: string
/** All modules of the first build, the workers' too. */
const modules = new Set<string>()

const spy: Plugin = {
  name: 'spy',
  generateBundle(_, bundle) {
    for (const part of Object.values(bundle))
      if (part.type === 'chunk') for (const id of part.moduleIds) modules.add(id)
  },
}

/** Without the model: quick, and where there are no weights. */
const build = (outDir: string) =>
  buildSite({
    publicDir: false,
    plugins: [spy],
    worker: { plugins: () => [spy] },
    build: { outDir, emptyOutDir: true },
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'builds-'))
  await build(join(folder, 'one'))
  await build(join(folder, 'two'))
}, 180_000)

afterAll(() => rm(folder, { recursive: true }))

/** The SHA-256 of each file, by its address. */
async function hashes(site: string): Promise<Record<string, string>> {
  const entries = await readdir(site, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const pairs = files.toSorted().map(async (file) => {
    const hash = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
    return [relative(site, file), hash]
  })
  return Object.fromEntries(await Promise.all(pairs))
}

it('two builds are the same to the byte', async () => {
  const one = await hashes(join(folder, 'one'))
  expect(Object.keys(one).length).toBeGreaterThan(40)
  expect(Object.keys(one)).toEqual(
    expect.arrayContaining(['index.html', 'service-worker.js', 'licences.txt']),
  )
  expect(await hashes(join(folder, 'two'))).toEqual(one)
})

it('no file of a build names the folder that it was built in', async () => {
  const home = process.cwd()
  for (const file of Object.keys(await hashes(join(folder, 'one'))))
    expect((await readFile(join(folder, 'one', file))).includes(home), file).toBe(false)
})

it('every package in the build is in its list of licences, with its version', async () => {
  const list = await readFile(join(folder, 'one', 'licences.txt'), 'utf8')
  const homes = [...modules].flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? [])
  const packages = [...new Set(homes)]
  expect(packages.length).toBeGreaterThanOrEqual(9)
  for (const home of packages) {
    const { name, version, license } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'))
    expect(list).toContain(`\n${name}, ${version}: ${license}\n`)
  }
})
