/**
 * Which backend a measurement has shown to be the fastest here. It holds for one version of the browser and of the
 * model's file: another may compile or draw otherwise.
 */
import type { BackendName } from '../types.ts'

export interface RememberedBackend {
  /** @param file SHA-256 of the model's file */
  recall(file: string): Promise<BackendName | undefined>
  /** Keeps the choice and forgets the former one. */
  remember(file: string, backend: BackendName): Promise<void>
  /** Resolves when no write is under way; nothing is written from now on. */
  stop(): Promise<void>
}

function isBackendName(value: unknown): value is BackendName {
  return value === 'engine' || value === 'webgpu' || value === 'wasm'
}

/**
 * @param storage fails where storage is blocked
 * @param name of the cache, which holds nothing else
 * @param site address of the page's folder
 * @param browser its user agent
 */
export function createRememberedBackend(
  storage: () => Pick<CacheStorage, 'match' | 'open'>,
  name: string,
  site: string,
  browser: string,
): RememberedBackend {
  let stopped = false
  let writing: Promise<void> = Promise.resolve()

  function keyOf(file: string): URL {
    const key = new URL('fastest-backend', site)
    key.searchParams.set('file', file)
    key.searchParams.set('browser', browser)
    return key
  }

  async function write(file: string, backend: BackendName): Promise<void> {
    try {
      const cache = await storage().open(name)
      for (const request of await cache.keys()) await cache.delete(request)
      if (!stopped) await cache.put(keyOf(file), Response.json(backend))
    } catch {
      // storage is blocked or full: it is measured again next time
    }
  }

  return {
    async recall(file) {
      if (stopped) return undefined
      try {
        // to open the cache would make it
        const found = await storage().match(keyOf(file), { cacheName: name })
        const backend: unknown = await found?.json()
        return isBackendName(backend) ? backend : undefined
      } catch {
        return undefined // storage is blocked: it is measured again
      }
    },
    async remember(file, backend) {
      if (stopped) return
      writing = writing.then(() => write(file, backend))
      await writing
    },
    async stop() {
      stopped = true
      await writing
    },
  }
}
