import { beforeEach, describe, expect, test } from 'vitest'
import { createRememberedBackend } from './remembered.ts'

const SITE = 'https://example.org/site/'

let entries: Map<string, Response>

/** A cache that lives in this test. */
async function open(): Promise<Cache> {
  const cache = {
    match: async (key: URL) => entries.get(key.href)?.clone(),
    keys: async () => [...entries.keys()].map((url) => ({ url })),
    delete: async ({ url }: { url: string }) => entries.delete(url),
    put: async (key: URL, response: Response) => void entries.set(key.href, response),
  }
  return cache as unknown as Cache
}

const remembered = (browser = 'Browser 1') => createRememberedBackend(open, SITE, browser)

beforeEach(() => {
  entries = new Map()
})

test('what was measured is remembered', async () => {
  expect(await remembered().recall('a')).toBeUndefined()
  await remembered().remember('a', 'webgpu')
  expect(await remembered().recall('a')).toBe('webgpu')
})

test('only the latest is kept', async () => {
  await remembered().remember('a', 'webgpu')
  await remembered('Browser 2').remember('a', 'engine')
  expect(entries.size).toBe(1)
})

describe('it is measured again', () => {
  test('with another file, be it of the same weights', async () => {
    await remembered().remember('a', 'webgpu')
    expect(await remembered().recall('b')).toBeUndefined()
  })

  test('with another version of the browser', async () => {
    await remembered().remember('a', 'webgpu')
    expect(await remembered('Browser 2').recall('a')).toBeUndefined()
  })

  test.each(['{}', 'null', '"cuda"', 'no JSON'])('where %s is stored', async (text) => {
    await remembered().remember('a', 'webgpu')
    for (const key of entries.keys()) entries.set(key, new Response(text))
    expect(await remembered().recall('a')).toBeUndefined()
  })

  test('where storage is blocked', async () => {
    const blocked = createRememberedBackend(() => Promise.reject(new Error('blocked')), SITE, 'Browser 1')
    await blocked.remember('a', 'webgpu')
    expect(await blocked.recall('a')).toBeUndefined()
  })
})

test('once it is to store nothing, it neither writes nor opens', async () => {
  let opened = 0
  const counting = () => {
    opened += 1
    return open()
  }
  const quiet = createRememberedBackend(counting, SITE, 'Browser 1')
  await quiet.stop()
  await quiet.remember('a', 'webgpu')
  expect(await quiet.recall('a')).toBeUndefined()
  expect([opened, entries.size]).toEqual([0, 0])
})
