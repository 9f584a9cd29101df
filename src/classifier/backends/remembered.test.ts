import { beforeEach, describe, expect, test } from 'vitest'
import { createRememberedBackend } from './remembered.ts'

const SITE = 'https://example.org/site/'

const NAME = 'the site’s own'

let entries: Map<string, Response>
let opened: string[]

/** A storage with one cache, which is made when it is opened. */
function storage() {
  const cache = {
    keys: async () => [...entries.keys()].map((url) => ({ url })),
    delete: async ({ url }: { url: string }) => entries.delete(url),
    put: async (key: URL, response: Response) => void entries.set(key.href, response),
  }
  return {
    async open(name: string) {
      opened.push(name)
      return cache as unknown as Cache
    },
    match: async (key: RequestInfo | URL, { cacheName }: MultiCacheQueryOptions = {}) =>
      cacheName === NAME ? entries.get(String(key))?.clone() : undefined,
  }
}

const remembered = (browser = 'Browser 1') => createRememberedBackend(storage, NAME, SITE, browser)

beforeEach(() => {
  entries = new Map()
  opened = []
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
    const refuse = () => {
      throw new Error('blocked')
    }
    const blocked = createRememberedBackend(refuse, NAME, SITE, 'Browser 1')
    await blocked.remember('a', 'webgpu')
    expect(await blocked.recall('a')).toBeUndefined()
  })
})

test('to look makes no cache', async () => {
  await remembered().recall('a')
  expect(opened).toEqual([])
  await remembered().remember('a', 'webgpu')
  expect(opened).toEqual([NAME])
})

test('once it is to store nothing, it writes nothing and makes no cache', async () => {
  const quiet = remembered()
  await quiet.stop()
  await quiet.remember('a', 'webgpu')
  expect(await quiet.recall('a')).toBeUndefined()
  expect([opened, entries.size]).toEqual([[], 0])
})
