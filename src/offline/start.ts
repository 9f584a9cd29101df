import { ownScript, type WorkerPolicy } from '../classifier/index.ts'

/** What the service worker gives the page, or why there is none. */
export type OfflineState =
  | { status: 'starting' }
  /** `updateReady`: a newer version is stored and waits for `applyUpdate`. */
  | { status: 'ready'; updateReady: boolean }
  | { status: 'unavailable'; reason: 'unsupported' | 'blocked' | 'failed' }

export interface Offline {
  readonly state: OfflineState
  subscribe(listener: () => void): () => void
  /** How the policy binds a worker of this page: settled before anything heavy is loaded. */
  workerPolicy: Promise<WorkerPolicy>
  /** Lets the waiting version take over; the page reloads. */
  applyUpdate(): void
}

/** Set while a reload is under way, so that there is never a second one. */
const RELOADED = 'reloaded-for-isolation'

/** How long the first service worker may take until the page goes on without, milliseconds. */
const PATIENCE = 15_000

function sessionFlag(): { get(): boolean; set(value: boolean): void } {
  try {
    const storage = globalThis.sessionStorage
    const before = storage.getItem(RELOADED) !== null
    return {
      get: () => before,
      set: (value) => (value ? storage.setItem(RELOADED, '1') : storage.removeItem(RELOADED)),
    }
  } catch {
    // Without storage there is no knowing whether the page has reloaded already: it never does.
    return { get: () => true, set: () => {} }
  }
}

/** @returns once a service worker serves this page, or its installation has failed, or the time is up */
function controlled(
  container: ServiceWorkerContainer,
  { installing, active }: ServiceWorkerRegistration,
): Promise<void> {
  // One that is at work already takes over no page that was opened past it, by a forced reload.
  if (container.controller || active?.state === 'activated') return Promise.resolve()
  return new Promise((resolve) => {
    container.addEventListener('controllerchange', () => resolve(), { once: true })
    installing?.addEventListener('statechange', () => installing.state === 'redundant' && resolve())
    setTimeout(resolve, PATIENCE)
  })
}

export interface OfflineOptions {
  /** Whether the page may reload now: false once a person has begun to use it. */
  mayReload: () => boolean
  /** Address of the service worker's script, beside the page. */
  script?: string
}

/**
 * Registers the service worker. On the very first visit the page came without the headers that isolate it and bind
 * its workers: it reloads once, before anything heavy is loaded, unless a person has already begun.
 */
export function startOffline({ mayReload, script = 'service-worker.js' }: OfflineOptions): Offline {
  const listeners = new Set<() => void>()
  let state: OfflineState = { status: 'starting' }
  let registration: ServiceWorkerRegistration | undefined

  function setState(next: OfflineState): void {
    state = next
    for (const listener of [...listeners]) listener()
  }

  function watchUpdates(registered: ServiceWorkerRegistration): void {
    registration = registered
    const announce = () =>
      setState({ status: 'ready', updateReady: Boolean(registered.waiting && registered.active) })
    registered.addEventListener('updatefound', () =>
      registered.installing?.addEventListener('statechange', announce),
    )
    announce()
  }

  async function bind(): Promise<WorkerPolicy> {
    const container: ServiceWorkerContainer | undefined = navigator.serviceWorker
    if (!container) {
      setState({ status: 'unavailable', reason: 'unsupported' })
      return 'inherited'
    }
    const wasControlled = container.controller !== null
    const url = ownScript(new URL(script, document.baseURI))
    let registered: ServiceWorkerRegistration
    try {
      registered = await container.register(url, { updateViaCache: 'none' })
    } catch (error) {
      const blocked = error instanceof DOMException && error.name === 'SecurityError'
      if (!wasControlled) setState({ status: 'unavailable', reason: blocked ? 'blocked' : 'failed' })
      else setState({ status: 'ready', updateReady: false }) // flight mode: the one that is there goes on
      return wasControlled ? 'served' : 'inherited'
    }
    watchUpdates(registered)
    const flag = sessionFlag()
    if (wasControlled && globalThis.crossOriginIsolated) {
      flag.set(false)
      return 'served'
    }
    await controlled(container, registered)
    if (!container.controller && !registered.active) {
      setState({ status: 'unavailable', reason: 'failed' })
      return 'inherited'
    }
    if (!flag.get() && mayReload()) {
      flag.set(true)
      location.reload()
      return new Promise(() => {}) // the page is about to go
    }
    // The worker's script comes from the service worker, with its policy, even where the page could not be isolated.
    return container.controller ? 'served' : 'inherited'
  }

  return {
    get state() {
      return state
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    // Whatever a browser does here that nobody foresaw: the page classifies all the same.
    workerPolicy: bind().catch(() => {
      setState({ status: 'unavailable', reason: 'failed' })
      return 'inherited'
    }),
    applyUpdate() {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
      registration?.waiting?.postMessage({ type: 'activate' })
    },
  }
}
