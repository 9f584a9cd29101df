import { urls } from 'virtual:samples'
import { savesData } from '../../classifier/index.ts'

const CACHE = 'samples'

/**
 * Stores the sample pictures, so that they are there offline, and lets go of those of older versions. The service
 * worker finds them among its caches. Whatever fails here: they come from the network then.
 */
export async function keepSamples(): Promise<void> {
  if (savesData()) return
  try {
    const wanted = Object.values(urls).map(({ photo }) => new URL(photo, document.baseURI).href)
    const cache = await caches.open(CACHE)
    const stored = (await cache.keys()).map(({ url }) => url)
    await Promise.all(stored.filter((url) => !wanted.includes(url)).map((url) => cache.delete(url)))
    await cache.addAll(wanted.filter((url) => !stored.includes(url)))
  } catch {
    // No storage, no space, no network.
  }
}
