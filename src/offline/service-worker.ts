/**
 * The service worker: keeps the app's shell, adds the security headers to every answer, answers `POST predict` and
 * shared photos without any server. It never stores the model nor anything of a photo. Here is the wiring alone.
 */
import { storedNames } from '../storage/names.ts'
import { createAnswer } from './answer.ts'
import { askPage, type PageClient, type Pages } from './ask-page.ts'
import type { ToServiceWorker } from './messages.ts'
import { ownFetch } from './own-fetch.ts'
import { answerPredict } from './predict.ts'
import { createRequestLog } from './request-log.ts'
import { createSharedPhoto } from './shared-photo.ts'
import { createShellStore } from './shell-store.ts'
import { createWorkerStoring } from './storing.ts'
import { createUpkeep } from './upkeep.ts'
import type { Shell } from './version.ts'

/** Of the service worker's global scope, what is used here: the DOM library types `self` as a window. */
interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request
  readonly clientId: string
  respondWith(response: Promise<Response>): void
}
interface Scope {
  /** Written by the build. */
  readonly shell: Shell
  readonly registration: ServiceWorkerRegistration
  readonly clients: Pages & {
    matchAll(options: { type: 'window'; includeUncontrolled?: boolean }): Promise<readonly PageClient[]>
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

const { registration, clients } = self
const { scope } = registration
const names = storedNames(scope)
const tools = { names, channel: new BroadcastChannel(names.pages), locks: navigator.locks }
const store = createWorkerStoring(tools)
const shell = createShellStore({ shell: self.shell, names, scope, caches, fetch: ownFetch })
const log = createRequestLog(location.origin)
const shared = createSharedPhoto(new URL('./?shared', scope).href)
const answer = createAnswer({
  scope,
  shell,
  log,
  shared,
  store,
  fetch: ownFetch,
  predict: (request, clientId) => answerPredict(request, (message) => askPage(clients, clientId, message)),
})
const upkeep = createUpkeep({ ...tools, shell, store, registration, clients })

self.addEventListener('install', (event) => event.waitUntil(upkeep.install()))
// The first version takes the page over at once; a later one is only activated when a person wants it.
self.addEventListener('activate', (event) => event.waitUntil(clients.claim()))
self.addEventListener('fetch', (event) => {
  const { request, clientId } = event
  event.respondWith(answer({ request, clientId, waitUntil: (work) => event.waitUntil(work) }))
})
self.addEventListener('message', (event) => {
  const [port] = event.ports
  switch (event.data.type) {
    case 'activate':
      event.waitUntil(self.skipWaiting())
      break
    case 'shell':
      event.waitUntil(shell.state().then((state) => port?.postMessage(state)))
      break
    case 'version':
      port?.postMessage(shell.version)
      break
    case 'log':
      port?.postMessage(log.list())
      break
    case 'shared':
      port?.postMessage(shared.take())
      break
    case 'loaded':
      event.waitUntil(upkeep.afterLoad())
  }
})
