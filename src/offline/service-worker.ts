/**
 * The service worker: keeps the app's shell, adds the security headers to every answer, answers `POST predict` and
 * shared photos without any server. It never stores the model nor anything of a photo; see `classifier/model/store.ts`.
 */
import type { LoggedRequest, PredictAnswer, PredictRequest, ShellState, ToServiceWorker } from './messages.ts'
import { ownFetch } from './own-fetch.ts'
import { SECURITY_HEADERS } from './policy.ts'
import { answerPredict } from './predict.ts'
import { type Shell, shellVersion } from './version.ts'

/** Of the service worker's global scope, what is used here: the DOM library types `self` as a window. */
interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request
  readonly clientId: string
  respondWith(response: Promise<Response> | Response): void
}
interface Client {
  readonly id: string
  readonly url: string
  postMessage(message: PredictRequest, transfer: Transferable[]): void
}
interface Scope {
  readonly shell: Shell
  readonly registration: ServiceWorkerRegistration
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled?: boolean }): Promise<readonly Client[]>
    claim(): Promise<void>
  }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void
  addEventListener(
    type: 'message',
    listener: (event: ExtendableEvent & MessageEvent<ToServiceWorker>) => void,
  ): void
}
declare const self: Scope

/** The app's shell, as the build lists it: all but the model and the wasm runtimes. */
const SHELL = self.shell.files
const PREFIX = 'shell-'
/** Changes with any file of the shell. */
const CACHE = PREFIX + shellVersion(self.shell)

const inScope = (path: string): string => new URL(path, self.registration.scope).href

// --- Versions -------------------------------------------------------------------------------------------------------

async function storeShell(): Promise<void> {
  const cache = await caches.open(CACHE)
  await Promise.all(
    SHELL.map(async ({ url }) => {
      const response = await ownFetch(new Request(inScope(url)), { cache: 'reload' })
      if (!response.ok) throw new Error(`${url} was answered with status ${response.status}`)
      await cache.put(inScope(url), response)
    }),
  )
}

/** Another tab may still run an older version and ask for its files; with one page open nobody does. */
async function dropOldVersions(): Promise<void> {
  // What this version does not know may be of the next one, which is stored and waits.
  if (self.registration.waiting || self.registration.installing) return
  if ((await self.clients.matchAll({ type: 'window', includeUncontrolled: true })).length > 1) return
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE)
  await Promise.all(old.map((name) => caches.delete(name)))
}

async function shellState(): Promise<ShellState> {
  // Not through `open`, which would make the cache anew after a person has deleted all.
  const found = await Promise.all(SHELL.map(({ url }) => caches.match(inScope(url), { cacheName: CACHE })))
  const sizes = await Promise.all(found.map(async (response) => (await response?.blob())?.size))
  const stored = sizes.filter((size) => size !== undefined)
  return { stored: stored.length, expected: SHELL.length, bytes: stored.reduce((sum, size) => sum + size, 0) }
}

self.addEventListener('install', (event) => event.waitUntil(storeShell()))
// The first version takes the page over at once; a later one is only activated when a person wants it.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

// --- Requests -------------------------------------------------------------------------------------------------------

const LOG_LENGTH = 500
const log: LoggedRequest[] = []

function record(request: Request, response: Response, from: LoggedRequest['from']): Response {
  const url = new URL(request.url)
  const length = response.headers.get('Content-Length')
  log.push({
    time: performance.timeOrigin + performance.now(),
    method: request.method,
    url: url.origin === location.origin ? url.pathname + url.search : url.href,
    bytes: length === null ? undefined : Number(length),
    status: response.status,
    from,
    sent: 0,
  })
  if (log.length > LOG_LENGTH) log.shift()
  return response
}

function withHeaders(response: Response): Response {
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}

async function fromShell(request: Request): Promise<Response | undefined> {
  const { origin, pathname } = new URL(request.url)
  const asked = origin + pathname
  const url = request.mode === 'navigate' && asked === self.registration.scope ? inScope('index.html') : asked
  const current = await caches.match(url, { cacheName: CACHE })
  // A page of an older version asks for its own files: hashed names, so there is no mixing.
  return current ?? (await caches.match(url))
}

async function answer(request: Request): Promise<Response> {
  const stored = await fromShell(request)
  if (stored) return record(request, withHeaders(stored), 'cache')
  try {
    return record(request, withHeaders(await ownFetch(request)), 'network')
  } catch {
    return record(request, Response.error(), 'network')
  }
}

// --- What a server would do ------------------------------------------------------------------------------------------

async function askPage(
  clientId: string,
  message: PredictRequest,
  patience: number,
): Promise<PredictAnswer | undefined> {
  const pages = await self.clients.matchAll({ type: 'window' })
  const page = pages.find(({ id }) => id === clientId) ?? pages[0]
  if (!page) return undefined
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), patience)
    port1.onmessage = ({ data }: MessageEvent<PredictAnswer>) => {
      clearTimeout(timer)
      resolve(data)
    }
    page.postMessage(message, [port2])
  })
}

/** A photo shared to the app waits here, in memory only, for the page that opens. */
let shared: { file: File; taken: () => void } | undefined

async function receiveShared(request: Request, event: ExtendableEvent): Promise<Response> {
  const form = await request.formData().catch(() => undefined)
  const file = form?.get('photo')
  if (file instanceof File) {
    // The browser may end an idle service worker: it is kept until the page has asked, or half a minute.
    event.waitUntil(
      new Promise<void>((resolve) => {
        shared = { file, taken: resolve }
        setTimeout(resolve, 30_000)
      }),
    )
  }
  return Response.redirect(inScope('./?shared'), 303)
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  const path = url.href.startsWith(self.registration.scope)
    ? url.pathname.slice(new URL(self.registration.scope).pathname.length)
    : undefined
  if (url.origin !== location.origin) {
    // The policy refuses these before they come here; what it missed ends here.
    event.respondWith(record(request, Response.error(), 'refused'))
  } else if (path === 'predict') {
    const ask = (message: PredictRequest, patience: number) => askPage(event.clientId, message, patience)
    event.respondWith(
      answerPredict(request, ask).then((response) => record(request, withHeaders(response), 'page')),
    )
  } else if (path === 'share' && request.method === 'POST') {
    event.respondWith(receiveShared(request, event).then((response) => record(request, response, 'page')))
  } else if (request.method === 'GET') {
    event.respondWith(answer(request))
  } else {
    event.respondWith(record(request, withHeaders(new Response(null, { status: 405 })), 'refused'))
  }
})

self.addEventListener('message', (event) => {
  const [port] = event.ports
  switch (event.data.type) {
    case 'activate':
      event.waitUntil(self.skipWaiting())
      break
    case 'shell':
      event.waitUntil(shellState().then((state) => port?.postMessage(state)))
      break
    case 'log':
      port?.postMessage(log)
      break
    case 'shared':
      port?.postMessage(shared?.file)
      shared?.taken()
      shared = undefined
      break
    case 'clean':
      event.waitUntil(dropOldVersions())
  }
})
