/** The browser's side of what is stored, played in memory. */
import { vi } from 'vitest'

/** Cache Storage: lists its caches in the order in which they were made, as browsers do. */
export class FakeCaches {
  readonly stored = new Map<string, Map<string, Response>>()
  /** Called before each write; throws where the browser would. */
  beforePut: (url: string) => Promise<void> | void = () => {}

  async open(name: string) {
    const entries = this.stored.get(name) ?? new Map<string, Response>()
    this.stored.set(name, entries)
    return {
      put: async (url: string, response: Response) => {
        await this.beforePut(url)
        entries.set(url, response)
      },
      match: async (url: string) => entries.get(url)?.clone(),
      keys: async () => [...entries.keys()].map((url) => new Request(url)),
      delete: async (url: string) => entries.delete(url),
    }
  }

  async match(url: string, { cacheName }: { cacheName: string }) {
    return this.stored.get(cacheName)?.get(url)?.clone()
  }

  keys = vi.fn(async () => [...this.stored.keys()])
  has = async (name: string) => this.stored.has(name)
  delete = vi.fn(async (name: string) => this.stored.delete(name))

  /** What a cache holds, by address. */
  urls = (name: string) => [...(this.stored.get(name)?.keys() ?? [])]
}

/** Local storage. */
export function fakeSettings(entries: Record<string, string> = {}) {
  const stored = new Map(Object.entries(entries))
  return {
    stored,
    get length() {
      return stored.size
    },
    key: (index: number) => [...stored.keys()][index] ?? null,
    removeItem: (key: string) => void stored.delete(key),
  }
}

/** The channel by which pages and service worker hear each other, within one test. */
export function fakeChannels() {
  const members = new Set<EventTarget>()
  return () => {
    const target = new EventTarget()
    members.add(target)
    return {
      addEventListener: target.addEventListener.bind(target) as BroadcastChannel['addEventListener'],
      postMessage(data: unknown) {
        for (const other of members)
          if (other !== target) other.dispatchEvent(new MessageEvent('message', { data }))
      },
      /** The tab sleeps: hears nothing any more. */
      freeze: () => void members.delete(target),
    }
  }
}

/** A promise with its way to end it. */
export function deferred<T = void>() {
  let resolve: (value: T) => void = () => {}
  let reject: (reason: unknown) => void = () => {}
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}
