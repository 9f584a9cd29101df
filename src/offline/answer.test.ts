import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createAnswer } from './answer.ts'
import { SECURITY_HEADERS, withSecurityHeaders } from './policy.ts'
import { createRequestLog } from './request-log.ts'

const SITE = 'https://user.github.io/photos/'

const shell = {
  match: vi.fn<(url: string) => Promise<Response | undefined>>(),
  isStoredLater: vi.fn((url: string) => url === `${SITE}assets/ort.mjs`),
  put: vi.fn(async (_: string, __: Response) => {}),
}
const network = vi.fn<(request: Request) => Promise<Response>>()
const predict = vi.fn(async (_: Request, __: string) => Response.json('predicted'))
const receive = vi.fn(async () => Response.redirect(`${SITE}?shared`, 303))
const store = vi.fn(async (work: () => Promise<void>) => work())
let log: ReturnType<typeof createRequestLog>
let waiting: Promise<unknown>[]

beforeEach(() => {
  shell.match.mockReset().mockResolvedValue(undefined)
  shell.put.mockReset()
  network.mockReset().mockImplementation(async () => new Response('from the network'))
  store.mockReset().mockImplementation(async (work) => work())
  predict.mockClear()
  receive.mockClear()
  log = createRequestLog('https://user.github.io', () => 5)
  waiting = []
})

/** @param mode that a script can't give a request: `navigate` */
function ask(url: string, { mode, ...init }: Omit<RequestInit, 'mode'> & { mode?: string } = {}) {
  const request = new Request(url, init)
  if (mode) Object.defineProperty(request, 'mode', { value: mode })
  const answer = createAnswer({
    scope: SITE,
    shell,
    log,
    shared: { receive },
    fetch: network,
    predict,
    store,
  })
  return answer({ request, clientId: 'page 1', waitUntil: (work) => waiting.push(work) })
}

const from = () => log.list().map((entry) => entry.from)

describe('a file', () => {
  test('comes from what is stored, without the network', async () => {
    shell.match.mockResolvedValue(new Response('stored'))
    expect(await (await ask(`${SITE}assets/a.js?x`)).text()).toBe('stored')
    expect(shell.match).toHaveBeenCalledExactlyOnceWith(`${SITE}assets/a.js`)
    expect([network.mock.calls, from()]).toEqual([[], ['cache']])
  })

  test.each<[string, { mode?: string }, string]>([
    [SITE, { mode: 'navigate' }, 'index.html'],
    [`${SITE}?shared`, { mode: 'navigate' }, 'index.html'],
    [SITE, {}, ''],
    [`${SITE}other`, { mode: 'navigate' }, 'other'],
  ])('asked for by %s %j is %s', async (url, options, path) => {
    await ask(url, options)
    expect(shell.match).toHaveBeenCalledExactlyOnceWith(SITE + path)
  })

  test('else comes from the network', async () => {
    expect(await (await ask(`${SITE}model/part`)).text()).toBe('from the network')
    expect(from()).toEqual(['network'])
    expect(shell.put).not.toHaveBeenCalled()
  })

  test('comes from the network where what is stored can’t be read', async () => {
    shell.match.mockRejectedValue(new Error('disk error'))
    expect(await (await ask(`${SITE}assets/a.js`)).text()).toBe('from the network')
  })

  test('is a network error without both', async () => {
    network.mockRejectedValue(new TypeError('offline'))
    expect((await ask(`${SITE}model/part`)).type).toBe('error')
    expect(log.list()).toMatchObject([{ from: 'network', status: 0 }])
  })

  test.each(['from what is stored', 'from the network'])(
    '%s carries the security headers',
    async (source) => {
      if (source === 'from what is stored') shell.match.mockResolvedValue(new Response('stored'))
      const { headers } = await ask(`${SITE}assets/a.js`)
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(headers.get(name)).toBe(value)
    },
  )

  test('that is stored with the headers is given as it is: compiled code belongs to it', async () => {
    const stored = withSecurityHeaders(new Response('stored'))
    shell.match.mockResolvedValue(stored)
    expect(await ask(`${SITE}assets/a.js`)).toBe(stored)
  })

  test('keeps its status and its own headers', async () => {
    network.mockResolvedValue(new Response('none', { status: 404, headers: { 'Content-Type': 'text/x' } }))
    const response = await ask(`${SITE}none`)
    expect([response.status, response.headers.get('Content-Type')]).toEqual([404, 'text/x'])
  })
})

describe('a file that is stored once it has been used', () => {
  const url = `${SITE}assets/ort.mjs`

  test('is stored, and whole for who asked', async () => {
    expect(await (await ask(url)).text()).toBe('from the network')
    await Promise.all(waiting)
    expect(shell.put).toHaveBeenCalledOnce()
    const [address, copy] = shell.put.mock.calls[0] ?? []
    expect([address, await copy?.text()]).toEqual([url, 'from the network'])
    expect(waiting).toHaveLength(1)
  })

  test('is not stored when it is in part or an error', async () => {
    for (const status of [206, 404]) {
      network.mockResolvedValue(new Response('part', { status }))
      await ask(url)
    }
    expect(shell.put).not.toHaveBeenCalled()
  })

  test('is not stored while everything is being deleted', async () => {
    store.mockResolvedValue(undefined)
    expect(await (await ask(url)).text()).toBe('from the network')
    await Promise.all(waiting)
    expect(shell.put).not.toHaveBeenCalled()
  })

  test('is answered where there is no space', async () => {
    shell.put.mockRejectedValue(new DOMException('full', 'QuotaExceededError'))
    expect(await (await ask(url)).text()).toBe('from the network')
    await expect(Promise.all(waiting)).resolves.toBeDefined()
  })
})

describe('what a server would do', () => {
  test('POST predict is answered by a page, with the headers', async () => {
    const response = await ask(`${SITE}predict?top=5`, { method: 'POST', body: 'photo' })
    expect(await response.json()).toBe('predicted')
    expect(response.headers.has('Content-Security-Policy')).toBe(true)
    expect(predict.mock.calls[0]?.[1]).toBe('page 1')
    expect([network.mock.calls, from()]).toEqual([[], ['page']])
  })

  test.each(['GET', 'PUT'])('%s predict is answered there too', async (method) => {
    await ask(`${SITE}predict`, { method })
    expect(predict).toHaveBeenCalledOnce()
  })

  test('a shared photo is received, and the page led to', async () => {
    const response = await ask(`${SITE}share`, { method: 'POST', body: 'photo' })
    expect([response.status, response.headers.get('Location')]).toEqual([303, `${SITE}?shared`])
    expect(network).not.toHaveBeenCalled()
  })

  test('GET share is a file like any other', async () => {
    await ask(`${SITE}share`)
    expect([receive.mock.calls, network.mock.calls.length]).toEqual([[], 1])
  })

  test.each(['POST', 'PUT', 'DELETE'])('%s to anything else is refused', async (method) => {
    expect((await ask(`${SITE}model/part`, { method })).status).toBe(405)
    expect([network.mock.calls, from()]).toEqual([[], ['refused']])
  })

  test.each([
    'https://example.com/photos/predict',
    'http://user.github.io/photos/predict',
    'https://user.github.io:8443/photos/',
  ])('%s is another origin: refused', async (url) => {
    expect((await ask(url, { method: 'POST', body: 'photo' })).type).toBe('error')
    expect([network.mock.calls, predict.mock.calls, from()]).toEqual([[], [], ['refused']])
  })

  test.each(['https://user.github.io/predict', 'https://user.github.io/other/predict'])(
    '%s is another site’s',
    async (url) => {
      await ask(url)
      expect(predict).not.toHaveBeenCalled()
    },
  )
})

describe('the log', () => {
  test('says what was asked, by the path on the own origin', async () => {
    network.mockResolvedValue(new Response('12345', { headers: { 'Content-Length': '5' } }))
    await ask(`${SITE}a?b`)
    await ask('https://example.com/x')
    expect(log.list()).toEqual([
      { time: 5, method: 'GET', url: '/photos/a?b', bytes: 5, status: 200, from: 'network' },
      { time: 5, method: 'GET', url: 'https://example.com/x', bytes: undefined, status: 0, from: 'refused' },
    ])
  })

  test('remembers the newest 500', async () => {
    for (let i = 0; i < 502; i++) log.record(new Request(`${SITE}${i}`), new Response(), 'cache')
    expect(log.list()).toHaveLength(500)
    expect(log.list().at(-1)?.url).toBe('/photos/501')
  })

  test('reads the clock of the day', () => {
    const today = createRequestLog('https://user.github.io')
    today.record(new Request(SITE), new Response(), 'cache')
    expect(Math.abs((today.list()[0]?.time ?? 0) - Date.now())).toBeLessThan(60_000)
  })
})
