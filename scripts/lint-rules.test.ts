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
  [RESTRICTED, 'src/app/deep/past-the-index.ts', imports('../../classifier/files/file-store.ts')],
  [RESTRICTED, 'src/app/lazily.ts', "export const load = () => import('../classifier/worker.ts')\n"],
  [RESTRICTED, 'src/app/build-time.ts', imports('../../model/build.ts')],
  [RESTRICTED, 'src/app/command.ts', imports('../../cli/csv.ts')],
  [RESTRICTED, 'src/app/deep/build-time.ts', types('../../../model/build.ts')],
  [RESTRICTED, 'src/app/engine.ts', imports('../engine/index.ts')],
  [RESTRICTED, 'src/past-the-index.ts', imports('./classifier/client.ts')],
  [RESTRICTED, 'src/build-time.ts', imports('../model/build.ts')],
  [RESTRICTED, 'src/words/upwards.ts', imports('../app/App.tsx')],
  [RESTRICTED, 'src/offline/upwards.ts', imports('../app/App.tsx')],
  [RESTRICTED, 'src/offline/past-the-index.ts', imports('../classifier/worker.ts')],
  [RESTRICTED, 'src/photos/upwards.ts', imports('../app/App.tsx')],
  [RESTRICTED, 'src/photos/react.ts', "export { useState } from 'react'\n"],
  [RESTRICTED, 'src/photos/past-the-index.ts', imports('../classifier/worker.ts')],
  [RESTRICTED, 'src/classifier/upwards.ts', imports('../photos/store.ts')],
  [RESTRICTED, 'src/classifier/react.ts', "export { useState } from 'react'\n"],
  [RESTRICTED, 'src/classifier/build-time.ts', imports('../../model/build.ts')],
  [RESTRICTED, 'src/classifier/engine.ts', imports('../engine/index.ts')],
  [RESTRICTED, 'src/classifier/files/upwards.ts', imports('../../app/App.tsx')],
  [RESTRICTED, 'src/classifier/files/sideways.ts', imports('../source/decode.ts')],
  [RESTRICTED, 'src/classifier/files/back.ts', imports('../session.ts')],
  [RESTRICTED, 'src/classifier/image/sideways.ts', imports('../labels/softmax.ts')],
  [RESTRICTED, 'src/classifier/source/sideways.ts', imports('../image/resize.ts')],
  [RESTRICTED, 'src/classifier/labels/sideways.ts', imports('../../engine/index.ts')],
  [RESTRICTED, 'src/classifier/backends/sideways.ts', imports('../files/file-store.ts')],
  [RESTRICTED, 'src/classifier/backends/past-the-index.ts', imports('../../engine/plan.ts')],
  [RESTRICTED, 'src/engine/back.ts', imports('../classifier/worker.ts')],
  [RESTRICTED, 'src/network/upwards.ts', imports('../classifier/index.ts')],
  [
    'complexity/noExcessiveLinesPerFunction',
    'scripts/long.ts',
    `export function long() {\n${'  console.log()\n'.repeat(71)}}\n`,
  ],
  ['style/noExcessiveLinesPerFile', 'scripts/long-file.ts', 'console.log()\n'.repeat(301)],
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
  [
    'suspicious/noImportCycles',
    'src/app/circle-a.ts',
    "export type { A as B } from './circle-b.ts'\nexport type A = 1\n",
  ],
  [
    'suspicious/noImportCycles',
    'src/app/circle-b.ts',
    "import type { A as C } from './circle-a.ts'\nexport type A = C\n",
  ],
  ['suspicious/noConsole', 'src/app/console.ts', "console.log('left over')\n"],
  ['suspicious/noExplicitAny', 'src/app/any.ts', 'export const parsed: any = 1\n'],
]

const RIGHT: [file: string, code: string][] = [
  ['src/main-like.ts', imports('./classifier/index.ts') + types('./network/manifest.ts')],
  ['src/app/right.ts', imports('../classifier/index.ts') + imports('../photos/store.ts')],
  ['src/photos/right.ts', imports('../classifier/index.ts') + types('../network/manifest.ts')],
  ['src/classifier/right.ts', imports('./files/file-store.ts') + imports('./backends/network.ts')],
  ['src/classifier/backends/right.ts', imports('../../engine/index.ts') + imports('./engine.ts')],
  ['src/classifier/image/right.ts', imports('../errors.ts') + imports('./resize.ts')],
  ['model/right.ts', imports('../src/network/manifest.ts') + imports('../src/engine/index.ts')],
  ['cli/right.ts', imports('../src/classifier/answer.ts') + imports('../model/published.ts')],
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
    ([, rule, file]) =>
      `${rule} ${file?.replaceAll('\\', '/').replace(/^.*?(?=src\/|scripts\/|(?:model|cli)\/right)/, '')}`,
  )
}, 60_000)

afterAll(() => rm(folder, { recursive: true }))

test.each(BROKEN)('%s is broken by %s', (rule, file) => {
  expect(found).toContain(`${rule} ${file}`)
})

test.each(RIGHT)('nothing is broken by %s', (file) => {
  expect(found.filter((finding) => finding.endsWith(` ${file}`))).toEqual([])
})
