import type { StoredNames } from '../storage/names.ts'
import { askServiceWorker } from './ask.ts'

/** What pages and service worker tell each other. */
export type PagesMessage = { type: 'stop' }

/** Of a BroadcastChannel, what is used here. */
export interface PagesChannel {
  postMessage(message: PagesMessage): void
  addEventListener(type: 'message', listener: (event: MessageEvent<PagesMessage>) => void): void
}

/** What of the Web Locks API is used here. */
export interface Locks {
  request<T>(
    name: string,
    options: { mode?: LockMode; ifAvailable?: boolean; signal?: AbortSignal },
    work: (lock: unknown) => Promise<T> | T,
  ): Promise<T>
  query(): Promise<{ held?: { name?: string }[] }>
}

/** The only way to store: whoever stores, does it through this, so that it can be stopped. */
export interface Storing {
  /**
   * Does work that stores something.
   * @param work is to end soon when its signal is aborted, and to store nothing from then on
   * @returns what the work returns; `undefined` when it was not begun, since everything is being or has been deleted
   */
  store<T>(work: (stopped: AbortSignal) => Promise<T>): Promise<T | undefined>
  /** Aborted when nothing may be stored any more by this page or service worker. */
  readonly stopped: AbortSignal
  /** Lets this page and all others stop. They hear of it at once, and may need a while to end their work. */
  stopAll(): void
}

export interface StoringTools {
  names: StoredNames
  channel: PagesChannel
  locks: Locks
}

export function createStoring({ names, channel, locks }: StoringTools): Storing {
  const stop = new AbortController()
  channel.addEventListener('message', ({ data }) => {
    if (data.type === 'stop') stop.abort()
  })
  return {
    stopped: stop.signal,
    async store(work) {
      if (stop.signal.aborted) return undefined
      // Not available: everything is being deleted, or is about to be. Whoever comes now is too late to hear it.
      return locks.request(names.storing, { mode: 'shared', ifAvailable: true }, (lock) => {
        if (lock === null) stop.abort()
        return stop.signal.aborted ? undefined : work(stop.signal)
      })
    },
    stopAll() {
      stop.abort()
      channel.postMessage({ type: 'stop' })
    },
  }
}

/**
 * For the service worker, which outlives the pages: it stops like a page, and may store again when no page is open that
 * must find nothing stored.
 * @returns `store`, as {@link Storing} has it
 */
export function createWorkerStoring({ names, channel, locks }: StoringTools): Storing['store'] {
  let stop = new AbortController()
  channel.addEventListener('message', ({ data }) => {
    if (data.type !== 'stop') return
    stop.abort()
    stop = new AbortController()
  })
  return async (work) => {
    const { held = [] } = await locks.query()
    if (held.some(({ name }) => name === names.stopped)) return undefined
    const { signal } = stop
    return locks.request(names.storing, { mode: 'shared', ifAvailable: true }, (lock) =>
      lock === null || signal.aborted ? undefined : work(signal),
    )
  }
}

/** Resolves once the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/**
 * Keeps a page of this version known until it is closed; and once it has stopped, that nothing is to be stored for it.
 * @param stopStoring of what the page stores without `store`: resolves when no write is under way and none will come
 */
export function holdPage(
  { names, locks }: StoringTools,
  storing: Storing,
  version: string,
  stopStoring: () => Promise<void>,
): void {
  const untilClosed = () => new Promise<void>(() => {})
  void locks.request(names.openPage(version), { mode: 'shared' }, untilClosed)
  const stopped = aborted(storing.stopped).then(stopStoring)
  void storing.store(() => stopped)
  void aborted(storing.stopped).then(() => locks.request(names.stopped, { mode: 'shared' }, untilClosed))
}

/**
 * Whether a page of this version may delete what it does not know: it is not outdated itself, and no page of another
 * version is open.
 * @param serving the version that serves this page, as the service worker says it; `undefined` when it does not answer
 */
export async function mayDeleteOld(
  { names, locks }: StoringTools,
  version: string,
  isServed: boolean,
  serving: () => Promise<string | undefined> = () => askServiceWorker('version'),
): Promise<boolean> {
  if (isServed && (await serving()) !== version) return false
  const { held = [] } = await locks.query()
  return held.every(({ name = '' }) => !names.isOpenPage(name) || name === names.openPage(version))
}

/** Web Locks, or where a page without a secure context has none, something that grants everything. */
export function browserLocks(): Locks {
  const locks: Locks | undefined = navigator.locks
  return (
    locks ?? {
      request: async (_name, _options, work) => work({}),
      query: async () => ({}),
    }
  )
}
