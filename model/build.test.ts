import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildModel, missingReport } from './build.ts'
import { findManifest } from './published.ts'

let folder: string
let out: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build-'))
  out = join(folder, 'out')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

function build(more: Parameters<typeof buildModel>[0] = {}) {
  return buildModel({
    out,
    env: {},
    localFolder: join(folder, 'local'),
    cacheFolder: join(folder, 'cache'),
    stream: { write: () => undefined },
    ...more,
  })
}

describe('buildModel', () => {
  it('says what it tried and what to do when the files can not be had, and writes nothing', async () => {
    const env = { DENSENET_WEIGHTS: join(folder, 'no.h5') }
    const result = await build({ env })
    if (result.status !== 'missing') throw new Error(result.status)
    expect(result.missing.tried).toEqual([
      { source: `$DENSENET_WEIGHTS = ${env.DENSENET_WEIGHTS}`, reason: 'no such file' },
    ])
    const report = missingReport(result.missing)
    for (const words of ['no.h5: no such file', '--weights FILE', 'https://']) {
      expect(report).toContain(words)
    }
    expect(findManifest(out)).toBeUndefined()
  })

  it('refuses a file that holds no weights, and writes nothing', async () => {
    const weights = join(folder, 'weights.h5')
    await writeFile(weights, 'nothing')
    const result = await build({ weights })
    if (result.status !== 'refused') throw new Error(result.status)
    expect(result.message).toMatch(
      /weights.h5 is refused: expected tensors .* found not a readable HDF5 file/,
    )
    expect(findManifest(out)).toBeUndefined()
  })
})
