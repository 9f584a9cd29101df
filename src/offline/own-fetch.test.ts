import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ownFetch } from './own-fetch.ts'

const ORIGIN = 'https://example.org'
const network = vi.fn<(request: Request, options: RequestInit) => Promise<Response>>()

beforeEach(() => {
  vi.stubGlobal('location', new URL(`${ORIGIN}/site/service-worker.js`))
  vi.stubGlobal('fetch', network)
  network.mockReset().mockResolvedValue(new Response('file'))
})

afterEach(() => vi.unstubAllGlobals())

/** What went out: the one request, and how. */
function sent() {
  expect(network).toHaveBeenCalledTimes(1)
  const [request, options] = network.mock.calls[0] ?? []
  if (!request || !options) throw new Error('nothing was sent')
  return { request, options }
}

test('gets a file of the own origin', async () => {
  const response = await ownFetch(new Request(`${ORIGIN}/site/index.html`))
  expect(await response.text()).toBe('file')
  expect(sent().request.url).toBe(`${ORIGIN}/site/index.html`)
  expect(sent().request.method).toBe('GET')
})

test('lets the rest of a file be asked for', async () => {
  await ownFetch(new Request(`${ORIGIN}/model/part`, { headers: { Range: 'bytes=5-' } }))
  expect(sent().request.headers.get('Range')).toBe('bytes=5-')
})

test('asks past the browser’s own cache when told', async () => {
  await ownFetch(new Request(`${ORIGIN}/model/part`, { cache: 'reload' }))
  expect(sent().request.cache).toBe('reload')
})

test('sends no cookies and no address of the page, and follows no redirect', async () => {
  await ownFetch(new Request(`${ORIGIN}/site/`, { credentials: 'include', redirect: 'follow' }), {
    redirect: 'follow',
  })
  const { request, options } = sent()
  expect(request.credentials).toBe('omit')
  expect(request.referrerPolicy).toBe('no-referrer')
  expect(options.redirect).toBe('error')
})

const body = 'a photo'
const REFUSED: [what: string, request: Request, options?: RequestInit][] = [
  ['another host', new Request('https://example.com/')],
  ['another port', new Request(`${ORIGIN}:8443/`)],
  ['another scheme', new Request('http://example.org/')],
  ['a host whose name begins like the own', new Request('https://example.org.example.com/')],
  ['a POST', new Request(`${ORIGIN}/predict`, { method: 'POST', body })],
  ['a PUT', new Request(`${ORIGIN}/predict`, { method: 'PUT', body })],
  ['a HEAD', new Request(`${ORIGIN}/`, { method: 'HEAD' })],
  ['a POST by the options', new Request(`${ORIGIN}/`), { method: 'POST' }],
  ['a body by the options', new Request(`${ORIGIN}/`), { body }],
]

test.each(REFUSED)('refuses %s', async (_, request, options) => {
  await expect(ownFetch(request, options)).rejects.toThrow(TypeError)
  expect(network).not.toHaveBeenCalled()
})
