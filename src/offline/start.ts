import type { Storing } from './storing.ts'

/** What the service worker gives the page, or why there is none. */
export type OfflineState =
  | { status: 'starting' }
  /** `updateReady`: a newer version is stored; a reload by `applyUpdate` leads to it. */
  | { status: 'ready'; updateReady: boolean }
  | { status: 'unavailable'; reason: 'unsupported' | 'blocked' | 'failed' }

export interface Offline {
  readonly state: OfflineState
  subscribe(listener: () => void): () => void
  /** Lets the waiting version take over, unless another tab has; the page reloads. */
  applyUpdate(): void
}

/** Of the browser, what is used here. */
export interface OfflineTools {
  /** `undefined` where there are no service workers. */
  container: Container | undefined
  /** Address of the service worker's script, in the form that the browser demands of a script of our own. */
  script: string
  /** Resolves when the page has what it shows and computes with: the service worker does not get in its way. */
  loaded: Promise<unknown>
  store: Storing['store']
  reload: () => void
}

type Container = Pick<
  ServiceWorkerContainer,
  'controller' | 'register' | 'getRegistration' | 'addEventListener'
>

/**
 * How long the newer version may take to take over, milliseconds: the older one ends its work first. A reload then is
 * better than a page that waits for ever; it shows whichever version serves by then.
 */
export const TAKE_OVER_LIMIT = 10_000

/** Registers the service worker once the page has loaded, and says how it is. The page works with or without. */
export function startOffline({ container, script, loaded, store, reload }: OfflineTools): Offline {
  const listeners = new Set<() => void>()
  let state: OfflineState = { status: 'starting' }
  let registration: ServiceWorkerRegistration | undefined
  /** A newer version serves the other tabs already, and this page is of the old one. */
  let overtaken = false

  function setState(next: OfflineState): void {
    state = next
    for (const listener of [...listeners]) listener()
  }

  function look(): void {
    if (!container || !registration) return
    const { active, waiting, installing } = registration
    if (active || container.controller)
      setState({ status: 'ready', updateReady: overtaken || waiting !== null })
    else if (installing || waiting) setState({ status: 'starting' })
    else setState({ status: 'unavailable', reason: 'failed' })
  }

  function watch(registered: ServiceWorkerRegistration): void {
    registration = registered
    const watchWorker = (worker: ServiceWorker | null) => worker?.addEventListener('statechange', look)
    watchWorker(registered.installing)
    watchWorker(registered.waiting)
    registered.addEventListener('updatefound', () => watchWorker(registered.installing))
    look()
  }

  /** @returns the one that is there already when registering fails: in flight mode it goes on */
  async function register(from: Container): Promise<ServiceWorkerRegistration | undefined> {
    try {
      return await store(() => from.register(script, { updateViaCache: 'none' }))
    } catch (error) {
      if (from.controller) return from.getRegistration()
      const blocked = error instanceof DOMException && error.name === 'SecurityError'
      setState({ status: 'unavailable', reason: blocked ? 'blocked' : 'failed' })
      return undefined
    }
  }

  async function start(from: Container): Promise<void> {
    let served = from.controller !== null
    from.addEventListener('controllerchange', () => {
      overtaken = served // the first to take over serves this page's own version
      served = true
      look()
    })
    await loaded
    const registered = await register(from)
    if (!registered) return
    // One that is there already takes over no page that was opened past it, by a forced reload; a newer one would.
    served ||= registered.active !== null
    watch(registered)
  }

  if (container) start(container).catch(() => setState({ status: 'unavailable', reason: 'failed' }))
  else setState({ status: 'unavailable', reason: 'unsupported' })

  return {
    get state() {
      return state
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    applyUpdate() {
      const waiting = registration?.waiting
      if (!waiting || overtaken) {
        reload()
        return
      }
      container?.addEventListener('controllerchange', reload, { once: true })
      // a version that is newer still may take its place
      waiting.addEventListener('statechange', () => waiting.state === 'redundant' && reload())
      waiting.postMessage({ type: 'activate' })
      setTimeout(reload, TAKE_OVER_LIMIT)
    },
  }
}
