import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { recall, remember } from './choice.ts'

const MODEL_URL = new URL('https://example.org/site/model/manifest.json')

/** A cache that lives in this test. */
function stubStorage(): Map<string, Response> {
  const entries = new Map<string, Response>()
  const cache = {
    match: async (key: URL) => entries.get(key.href)?.clone(),
    keys: async () => [...entries.keys()].map((url) => ({ url })),
    delete: async ({ url }: { url: string }) => entries.delete(url),
    put: async (key: URL, response: Response) => void entries.set(key.href, response),
  }
  vi.stubGlobal('caches', { open: async () => cache })
  return entries
}

const CHOICE = { backend: 'webgpu', milliseconds: { engine: 60, webgpu: 20 } } as const

let entries: Map<string, Response>
beforeEach(() => {
  entries = stubStorage()
  vi.stubGlobal('navigator', { userAgent: 'Browser 1' })
})
afterEach(() => vi.unstubAllGlobals())

test('what was measured is remembered', async () => {
  expect(await recall(MODEL_URL, 'a')).toBeUndefined()
  await remember(MODEL_URL, 'a', CHOICE)
  expect(await recall(MODEL_URL, 'a')).toEqual(CHOICE)
})

describe('it is measured again', () => {
  test('with another model', async () => {
    await remember(MODEL_URL, 'a', CHOICE)
    expect(await recall(MODEL_URL, 'b')).toBeUndefined()
  })

  test('with another version of the browser, and only the latest is kept', async () => {
    await remember(MODEL_URL, 'a', CHOICE)
    vi.stubGlobal('navigator', { userAgent: 'Browser 2' })
    expect(await recall(MODEL_URL, 'a')).toBeUndefined()
    await remember(MODEL_URL, 'a', CHOICE)
    expect(entries.size).toBe(1)
  })

  test.each(['{}', 'null', '{"backend":"cuda","milliseconds":{}}', 'no JSON'])(
    'where %s is stored',
    async (text) => {
      await remember(MODEL_URL, 'a', CHOICE)
      for (const key of entries.keys()) entries.set(key, new Response(text))
      expect(await recall(MODEL_URL, 'a')).toBeUndefined()
    },
  )

  test('where storage is blocked', async () => {
    vi.stubGlobal('caches', { open: () => Promise.reject(new Error('blocked')) })
    await remember(MODEL_URL, 'a', CHOICE)
    expect(await recall(MODEL_URL, 'a')).toBeUndefined()
  })
})

test('the choice of another site on the same host stays', async () => {
  const other = new URL('https://example.org/other/model/manifest.json')
  await remember(other, 'a', CHOICE)
  await remember(MODEL_URL, 'a', CHOICE)
  expect(await recall(other, 'a')).toEqual(CHOICE)
})
