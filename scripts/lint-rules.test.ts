import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Each rule of ours is broken once, so that a typing mistake in the configuration can't switch it off unseen.

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const imports = (path: string) => `export { x } from '${path}'\n`
const types = (path: string) => `export type { X } from '${path}'\n`

const RESTRICTED = 'style/noRestrictedImports'

const BROKEN: [rule: string, file: string, code: string][] = [
  [RESTRICTED, 'src/app/past-the-index.ts', imports('../classifier/worker.ts')],
  [RESTRICTED, 'src/app/deep/past-the-index.ts', imports('../../classifier/model/model.ts')],
  [RESTRICTED, 'src/app/lazily.ts', "export const load = () => import('../classifier/worker.ts')\n"],
  [RESTRICTED, 'src/app/build-time.ts', imports('../../model/build.ts')],
  [RESTRICTED, 'src/app/deep/build-time.ts', imports('../../../model/build.ts')],
  [RESTRICTED, 'src/past-the-index.ts', imports('./classifier/create.ts')],
  [RESTRICTED, 'src/build-time.ts', imports('../model/build.ts')],
  [RESTRICTED, 'src/i18n/upwards.ts', imports('../app/store.ts')],
  [RESTRICTED, 'src/offline/upwards.ts', imports('../app/store.ts')],
  [RESTRICTED, 'src/offline/past-the-index.ts', imports('../classifier/worker.ts')],
  [RESTRICTED, 'src/classifier/upwards.ts', imports('../app/store.ts')],
  [RESTRICTED, 'src/classifier/react.ts', "export { useState } from 'react'\n"],
  [RESTRICTED, 'src/classifier/build-time.ts', imports('../../model/build.ts')],
  [RESTRICTED, 'src/classifier/model/upwards.ts', imports('../../app/store.ts')],
  [RESTRICTED, 'src/classifier/model/sideways.ts', imports('../image/decode.ts')],
  [RESTRICTED, 'src/classifier/model/build-time.ts', imports('../../../model/build.ts')],
  [RESTRICTED, 'src/classifier/image/sideways-model.ts', imports('../model/model.ts')],
  [RESTRICTED, 'src/classifier/image/sideways-labels.ts', imports('../labels/softmax.ts')],
  [RESTRICTED, 'src/classifier/labels/sideways.ts', imports('../engine/plan.ts')],
  [RESTRICTED, 'src/classifier/engine/sideways.ts', imports('../model/model.ts')],
  [RESTRICTED, 'src/classifier/engine/back.ts', imports('../worker.ts')],
  [
    'nursery/noFloatingPromises',
    'src/app/floating.ts',
    'const later = async () => 1\nexport const start = () => {\n  later()\n}\n',
  ],
  [
    'nursery/noMisusedPromises',
    'src/app/misused.ts',
    'const later = async () => true\nexport const choose = () => (later() ? 1 : 2)\n',
  ],
  ['suspicious/noConsole', 'src/app/console.ts', "console.log('left over')\n"],
  ['suspicious/noExplicitAny', 'src/app/any.ts', 'export const parsed: any = 1\n'],
]

const RIGHT: [file: string, code: string][] = [
  ['src/main-like.ts', imports('./classifier/index.ts') + types('../model/manifest.ts')],
  ['src/app/right.ts', imports('../classifier/index.ts') + types('../../model/manifest.ts')],
  ['src/classifier/right.ts', imports('./model/model.ts') + types('../../model/manifest.ts')],
  ['src/classifier/model/right.ts', imports('../engine/plan.ts') + types('../../../model/manifest.ts')],
  ['src/classifier/image/right.ts', imports('../errors.ts') + imports('./resize.ts')],
  ['scripts/right.ts', "console.log('what a command says')\n"],
]

let folder: string
/** `rule file` of everything that Biome found. */
let found: string[]

function lint(cwd: string): Promise<string> {
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome')
  const args = [biome, 'lint', '--reporter=github', '--max-diagnostics=none', '.']
  return new Promise((resolve) => {
    // findings end Biome with an error; what it printed is what counts
    execFile(process.execPath, args, { cwd }, (_, stdout, stderr) => resolve(stdout + stderr))
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lint-rules-'))
  const configuration = JSON.parse(await readFile(join(ROOT, 'biome.json'), 'utf8'))
  const vcs = { enabled: false }
  await writeFile(join(folder, 'biome.json'), JSON.stringify({ ...configuration, vcs }))
  await writeFile(join(folder, 'tsconfig.json'), await readFile(join(ROOT, 'tsconfig.json')))
  // the configuration names its schema there
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
  for (const [file, code] of [...BROKEN.map(([, file, code]) => [file, code] as const), ...RIGHT]) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), code)
  }
  const printed = await lint(folder)
  found = [...printed.matchAll(/title=lint\/([^,]+),file=([^,]+)/g)].map(
    ([, rule, file]) => `${rule} ${file?.replaceAll('\\', '/').replace(/^.*?(?=src\/|scripts\/)/, '')}`,
  )
}, 60_000)

afterAll(() => rm(folder, { recursive: true }))

test.each(BROKEN)('%s is broken by %s', (rule, file) => {
  expect(found).toContain(`${rule} ${file}`)
})

test.each(RIGHT)('nothing is broken by %s', (file) => {
  expect(found.filter((finding) => finding.endsWith(` ${file}`))).toEqual([])
})
