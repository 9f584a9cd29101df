import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { MANIFEST } from '../test/fakes.ts'
import { loadManifest, loadMissing } from './load-manifest.ts'

const hash = 'ab'.repeat(32)
const file = { bytes: 1, sha256: hash, parts: [{ path: `f-${hash.slice(0, 16)}`, bytes: 1, sha256: hash }] }
const SOUND = {
  ...MANIFEST,
  similar: file,
  variants: [{ id: 'int8', file, backends: ['wasm'], selfTest: { logits: [1, 2] } }],
}
const FOLDER = 'https://example.org/site/model/'

const nameOf = (text: string) =>
  new URL(`manifest-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.json`, FOLDER)

/** A server that answers everything in one way. */
function serve(body: string, status = 200): void {
  vi.stubGlobal('fetch', async () => new Response(body, { status }))
}

afterEach(() => vi.unstubAllGlobals())

test('the manifest that its address promises is read', async () => {
  const text = JSON.stringify(SOUND)
  serve(text)
  expect(await loadManifest(nameOf(text))).toMatchObject({ architecture: 'densenet121', classes: 2 })
})

describe('it is refused', () => {
  test('when it is another than its address promises, such as that of another version', async () => {
    serve(JSON.stringify({ ...SOUND, architecture: 'densenet169' }))
    await expect(loadManifest(nameOf(JSON.stringify(SOUND)))).rejects.toMatchObject({ code: 'model-corrupt' })
  })

  test('when its address promises nothing', async () => {
    serve(JSON.stringify(SOUND))
    await expect(loadManifest(new URL('manifest.json', FOLDER))).rejects.toMatchObject({ code: 'internal' })
  })

  test.each([
    ['is no JSON', '{'],
    ['lacks a field', JSON.stringify({ ...SOUND, classes: undefined })],
    ['asks for another crop', JSON.stringify({ ...SOUND, input: { ...SOUND.input, size: 256 } })],
    ['asks for another resize', JSON.stringify({ ...SOUND, input: { ...SOUND.input, resize: 256 } })],
  ])('when it %s', async (_, text) => {
    serve(text)
    await expect(loadManifest(nameOf(text))).rejects.toMatchObject({ code: 'model-corrupt' })
  })
})

test.each([
  [404, 'page-outdated'],
  [503, 'network'],
])('an answer with status %i is %s', async (status, code) => {
  serve('', status)
  await expect(loadManifest(nameOf(''))).rejects.toMatchObject({ code })
})

test('no connection is a network error', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
  await expect(loadManifest(nameOf(''))).rejects.toMatchObject({ code: 'network' })
})

describe('why there is no model', () => {
  test('is what the build left', async () => {
    const missing = { tried: [{ source: 'a', reason: 'b' }], remedy: ['c'] }
    serve(JSON.stringify(missing))
    expect(await loadMissing(new URL(FOLDER))).toEqual(missing)
  })

  test.each(['null', '{}', '{"tried":[]}', 'no JSON'])('is not known where that is %s', async (text) => {
    serve(text)
    expect(await loadMissing(new URL(FOLDER))).toBeUndefined()
  })
})
