import { urls } from 'virtual:samples'
import { savesData } from '../../classifier/index.ts'

/**
 * Stores the sample pictures, so that they are there offline. The service worker finds them among its caches. Whatever
 * fails here: they come from the network then.
 * @param cacheName of the cache for them
 * @param signal aborted when nothing may be stored any more; nothing is once this has resolved
 * @param mayDeleteOld whether those of other versions may go
 */
export async function keepSamples(
  cacheName: string,
  signal: AbortSignal,
  mayDeleteOld: () => Promise<boolean>,
): Promise<void> {
  if (savesData()) return
  const keep = async (cache: Cache, url: string) => {
    const response = await fetch(url, { signal })
    signal.throwIfAborted()
    if (response.ok) await cache.put(url, response)
  }
  try {
    const wanted = Object.values(urls).map(({ photo }) => new URL(photo, document.baseURI).href)
    signal.throwIfAborted()
    const cache = await caches.open(cacheName)
    const stored = (await cache.keys()).map(({ url }) => url)
    const old = (await mayDeleteOld()) ? stored.filter((url) => !wanted.includes(url)) : []
    await Promise.all(old.map((url) => cache.delete(url)))
    const missing = wanted.filter((url) => !stored.includes(url))
    await Promise.allSettled(missing.map((url) => keep(cache, url)))
  } catch {
    // No storage, no space, no network.
  }
}
