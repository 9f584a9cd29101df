import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { buildModel } from './build.ts'
import { sha256 } from './published.ts'

const model = inject('realModel')
const note = model.kind === 'missing' ? ' (SKIPPED: the weights are not there)' : ''

let out: string

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'model-'))
})

afterAll(() => rm(out, { recursive: true, force: true }))

async function contents(): Promise<Record<string, string>> {
  const names = (await readdir(out)).sort()
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, sha256(await readFile(join(out, name)))])),
  )
}

function build(force = false) {
  return buildModel({ out, force, stream: { write: () => undefined } })
}

describe.skipIf(model.kind === 'missing')(`the model build${note}`, () => {
  it('may run twice at the same time', async () => {
    await Promise.all([build(), build()])
    expect((await build()).status).toBe('current')
  })

  it('does nothing when the result is there, and makes the same bytes when told to', async () => {
    const first = await contents()
    expect((await build()).status).toBe('current')
    expect((await build(true)).status).toBe('built')
    expect(await contents()).toEqual(first)
  })

  it('mends a result of which a byte has changed', async () => {
    const first = await contents()
    const name = Object.keys(first).find((file) => file.endsWith('.onnx')) ?? ''
    const bytes = await readFile(join(out, name))
    bytes[12345] = (bytes[12345] ?? 0) ^ 1
    await writeFile(join(out, name), bytes)
    expect((await build()).status).toBe('built')
    expect(await contents()).toEqual(first)
  })

  it('serves the real network: 1000 classes, about 16.4 MB', async () => {
    const result = await build()
    if (result.status !== 'current') throw new Error(result.status)
    expect(result.manifest.classes).toBe(1000)
    const bytes = result.manifest.variants.find(({ id }) => id === 'fp16')?.file.bytes ?? 0
    expect(Math.abs(bytes - 16.4e6)).toBeLessThan(0.1e6)
  })
})
