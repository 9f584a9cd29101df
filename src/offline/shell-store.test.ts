import { beforeEach, describe, expect, test, vi } from 'vitest'
import { storedNames } from '../storage/names.ts'
import { SECURITY_HEADERS } from './policy.ts'
import { createShellStore } from './shell-store.ts'
import { deferred, FakeCaches } from './test/fake-browser.ts'
import { type Shell, shellVersion } from './version.ts'

const SITE = 'https://user.github.io/photos/'
const names = storedNames(SITE)
const MANIFEST = 'model/manifest-0123456789abcdef.json'
const shell: Shell = {
  build: 'b1',
  files: [{ url: 'index.html', revision: '1' }, { url: 'assets/a.js' }, { url: MANIFEST }],
  later: ['assets/ort.mjs'],
}
const VERSION = shellVersion(shell)
const CACHE = names.shell(VERSION)
const PAGE = `<meta name="build" content="b1"> <link href="./${MANIFEST}">`

let caches: FakeCaches
/** What the server answers, by path below the site. */
let server: Record<string, () => Promise<Response> | Response>
const fetch = vi.fn(async (request: Request, _: RequestInit) => {
  const answer = server[request.url.slice(SITE.length)]
  return answer ? answer() : new Response('', { status: 404 })
})

beforeEach(() => {
  caches = new FakeCaches()
  server = Object.fromEntries(
    shell.files.map(({ url }) => [url, () => new Response(url === 'index.html' ? PAGE : url)]),
  )
  fetch.mockClear()
})

const create = (change: Partial<Shell> = {}) =>
  createShellStore({
    shell: { ...shell, ...change },
    names,
    scope: SITE,
    caches: caches as unknown as CacheStorage,
    fetch,
  })

const never = () => new AbortController().signal
const text = async (response: Response | undefined) => response?.text()

async function fill(cacheName: string, ...urls: string[]): Promise<void> {
  const cache = await caches.open(cacheName)
  for (const url of urls) await cache.put(SITE + url, new Response(`${url} in ${cacheName}`))
}

describe('installing', () => {
  test('stores every file under the version’s own name', async () => {
    const store = create()
    await store.install(never())
    expect([...caches.stored.keys()]).toEqual([CACHE])
    expect(caches.urls(CACHE).toSorted()).toEqual(shell.files.map(({ url }) => SITE + url).toSorted())
    expect(await store.state()).toEqual({
      stored: 3,
      expected: 3,
      bytes: PAGE.length + 'assets/a.js'.length + MANIFEST.length,
    })
  })

  test('stores each with the security headers, and its own', async () => {
    server['assets/a.js'] = () => new Response('a', { headers: { 'Content-Type': 'text/javascript' } })
    const store = create()
    await store.install(never())
    const { headers } = (await store.match(`${SITE}assets/a.js`)) ?? new Response()
    expect(headers.get('Content-Type')).toBe('text/javascript')
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(headers.get(name)).toBe(value)
  })

  test('takes what is named by its content from the browser’s own cache, and asks the server for the rest', async () => {
    await create().install(never())
    const asked = fetch.mock.calls.map(([{ url }, { cache }]) => [url.slice(SITE.length), cache])
    expect(Object.fromEntries(asked)).toEqual({
      'index.html': 'no-cache',
      'assets/a.js': 'default',
      [MANIFEST]: 'default',
    })
  })

  test.each<[string, () => Promise<Response> | Response, RegExp]>([
    ['is missing', () => new Response('', { status: 404 }), /assets\/a\.js was answered with status 404/],
    ['does not arrive', () => Promise.reject(new TypeError('network')), /network/],
  ])('a version of which a file %s leaves nothing behind', async (_, answer, error) => {
    server['assets/a.js'] = answer
    await fill(names.shell('older'), 'index.html')
    await expect(create().install(never())).rejects.toThrow(error)
    expect([...caches.stored.keys()]).toEqual([names.shell('older')])
  })

  test('a page of another build, which hosts send for minutes, is not stored', async () => {
    server['index.html'] = () => new Response(PAGE.replace('b1', 'b0'))
    await expect(create().install(never())).rejects.toThrow('of another version')
    expect(caches.stored.size).toBe(0)
  })

  test('nor is one that names another model', async () => {
    server['index.html'] = () => new Response(PAGE.replace('0123', '4567'))
    await expect(create().install(never())).rejects.toThrow('of another version')
  })

  test('where the space does not suffice, gives it back', async () => {
    let puts = 0
    caches.beforePut = () => {
      if (++puts === 3) throw new DOMException('full', 'QuotaExceededError')
    }
    await expect(create().install(never())).rejects.toThrow('full')
    expect(caches.stored.size).toBe(0)
  })

  test('that fails waits for writes that are under way, so that none comes after its end', async () => {
    const write = deferred()
    caches.beforePut = (url) => (url.endsWith('a.js') ? write.promise : undefined)
    server[MANIFEST] = () => new Response('', { status: 500 })
    let ended = false
    const installed = create()
      .install(never())
      .finally(() => {
        ended = true
      })
    installed.catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(ended).toBe(false)
    write.resolve()
    await expect(installed).rejects.toThrow('500')
    expect(caches.stored.size).toBe(0)
  })

  test('that is broken off stores nothing more, and leaves nothing', async () => {
    const stop = new AbortController()
    const answer = deferred<Response>()
    server['assets/a.js'] = () => answer.promise
    const installed = create().install(stop.signal)
    installed.catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 5))
    stop.abort(new Error('deleted'))
    answer.resolve(new Response('a'))
    await expect(installed).rejects.toThrow('deleted')
    expect(caches.stored.size).toBe(0)
  })

  test('that is too late does not begin', async () => {
    await expect(create().install(AbortSignal.abort(new Error('deleted')))).rejects.toThrow('deleted')
    expect(fetch).not.toHaveBeenCalled()
  })

  test('hands its end on to the network', async () => {
    const stop = new AbortController()
    server['assets/a.js'] = () => new Promise(() => {})
    const install = create().install(stop.signal)
    install.catch(() => {})
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledTimes(3))
    const signal = fetch.mock.calls.at(-1)?.[1].signal
    expect(signal?.aborted).toBe(false)
    stop.abort()
    expect(signal?.aborted).toBe(true)
  })

  test('after the browser has stopped it half-way fetches only what is missing', async () => {
    await fill(CACHE, 'index.html', MANIFEST)
    await create().install(never())
    expect(fetch.mock.calls.map(([{ url }]) => url)).toEqual([`${SITE}assets/a.js`])
    expect(caches.urls(CACHE)).toHaveLength(3)
  })
})

describe('completing the version that serves', () => {
  test('stores what is missing', async () => {
    await fill(CACHE, 'index.html')
    await create().complete(never())
    expect(caches.urls(CACHE)).toHaveLength(3)
  })

  test('keeps what there is when it fails', async () => {
    await fill(CACHE, 'index.html')
    server['assets/a.js'] = () => new Response('', { status: 404 })
    await expect(create().complete(never())).rejects.toThrow('404')
    expect(caches.urls(CACHE)).toContain(`${SITE}index.html`)
  })
})

test('completing that is broken off writes nothing more', async () => {
  const stop = new AbortController()
  const answer = deferred<Response>()
  server['assets/a.js'] = () => answer.promise
  const completed = create().complete(stop.signal)
  completed.catch(() => {})
  await vi.waitFor(() => expect(caches.urls(CACHE)).toHaveLength(2))
  stop.abort(new Error('deleted'))
  answer.resolve(new Response('a'))
  await expect(completed).rejects.toThrow('deleted')
  expect(caches.urls(CACHE)).toHaveLength(2)
})

describe('looking up', () => {
  test('prefers the version that serves, and finds what only a page of an older one asks for', async () => {
    await fill(names.shell('older'), 'index.html', 'assets/old.js')
    await fill(CACHE, 'index.html')
    await fill(names.samples, 'assets/cat.jpg')
    const store = create()
    expect(await text(await store.match(`${SITE}index.html`))).toBe(`index.html in ${CACHE}`)
    expect(await text(await store.match(`${SITE}assets/old.js`))).toContain('older')
    expect(await text(await store.match(`${SITE}assets/cat.jpg`))).toContain('samples')
    expect(await store.match(`${SITE}assets/none.js`)).toBeUndefined()
  })

  test('never looks into caches that are not ours, nor into the classifier’s', async () => {
    const other = storedNames('https://user.github.io/other/')
    for (const name of ['shell-x', other.shell('1'), other.samples, names.files, names.backend])
      await fill(name, 'assets/a.js')
    expect(await create().match(`${SITE}assets/a.js`)).toBeUndefined()
  })

  test('makes no cache anew', async () => {
    const store = create()
    await store.match(`${SITE}index.html`)
    expect(await store.state()).toEqual({ stored: 0, expected: 3, bytes: 0 })
    await store.deleteOlder()
    expect(caches.stored.size).toBe(0)
  })
})

test('knows what is stored once it has been used', async () => {
  const store = create()
  expect(store.isStoredLater(`${SITE}assets/ort.mjs`)).toBe(true)
  expect(store.isStoredLater(`${SITE}assets/a.js`)).toBe(false)
  await store.put(`${SITE}assets/ort.mjs`, new Response('loader'))
  expect(await text(await store.match(`${SITE}assets/ort.mjs`))).toBe('loader')
})

describe('older versions', () => {
  test('go, newer ones and others’ caches stay', async () => {
    const other = storedNames('https://user.github.io/other/')
    for (const name of [names.shell('0'), other.shell('0'), names.files, 'shell-x', CACHE, names.shell('2')])
      await caches.open(name)
    await create().deleteOlder()
    expect([...caches.stored.keys()]).toEqual([
      other.shell('0'),
      names.files,
      'shell-x',
      CACHE,
      names.shell('2'),
    ])
  })

  test('stay where this one is not stored', async () => {
    await caches.open(names.shell('0'))
    await create().deleteOlder()
    expect(await caches.has(names.shell('0'))).toBe(true)
  })
})
