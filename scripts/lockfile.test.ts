import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { complete, type Lockfile, missingOptional, platformOf } from './lockfile.ts'

test('package-lock.json has the packages of all platforms: `npm ci` refuses it otherwise (cure: scripts/lockfile.ts)', () => {
  const lock: Lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  expect(missingOptional(lock).map(({ path }) => path)).toEqual([])
})

test.each([
  ['@biomejs/cli-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ['@biomejs/cli-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
  ['@rollup/rollup-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
  ['@rollup/rollup-win32-ia32-msvc', { os: ['win32'], cpu: ['ia32'] }],
  ['fsevents', undefined],
])('%s is for %o', (name, platform) => {
  expect(platformOf(name)).toEqual(platform)
})

test('complete adds what is missing under the version that is wanted, and leaves the rest', () => {
  const tool = { version: '1.2.3', dev: true, optionalDependencies: { 'tool-linux-x64': '1.2.3' } }
  const done = complete({ packages: { 'node_modules/tool': tool } })
  expect(done.packages).toEqual({
    'node_modules/tool': tool,
    'node_modules/tool-linux-x64': {
      version: '1.2.3',
      dev: true,
      os: ['linux'],
      cpu: ['x64'],
      optional: true,
    },
  })
  expect(complete(done)).toEqual(done)
})
