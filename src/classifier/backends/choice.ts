/**
 * Which backend has proved the fastest here. The answer holds for one version of the browser and of the model: another
 * may compile or draw otherwise.
 */
import type { BackendName } from '../types.ts'

const CACHE = 'classifier-choice'

export interface Choice {
  backend: BackendName
  /** Median of the warm runs, milliseconds. */
  milliseconds: Partial<Record<BackendName, number>>
}

/** A person's browser and the model, as an address that a cache can have as key. */
function keyOf(modelUrl: URL, model: string): URL {
  const key = new URL('fastest-backend', modelUrl)
  key.searchParams.set('model', model)
  key.searchParams.set('browser', navigator.userAgent)
  return key
}

function isChoice(json: unknown): json is Choice {
  return (
    typeof json === 'object' &&
    json !== null &&
    'backend' in json &&
    (json.backend === 'engine' || json.backend === 'webgpu' || json.backend === 'wasm') &&
    'milliseconds' in json &&
    typeof json.milliseconds === 'object'
  )
}

/**
 * @param model the digest of its file
 * @returns what was remembered, or `undefined`
 */
export async function recall(modelUrl: URL, model: string): Promise<Choice | undefined> {
  try {
    const cache = await caches.open(CACHE)
    const response = await cache.match(keyOf(modelUrl, model))
    const json: unknown = await response?.json()
    return isChoice(json) ? json : undefined
  } catch {
    return undefined // storage is blocked: it is measured again
  }
}

/** Keeps the choice and forgets former ones of this site. */
export async function remember(modelUrl: URL, model: string, choice: Choice): Promise<void> {
  try {
    const cache = await caches.open(CACHE)
    const key = keyOf(modelUrl, model)
    const former = (await cache.keys()).filter(({ url }) => url.startsWith(`${key.origin}${key.pathname}?`))
    await Promise.all(former.map((request) => cache.delete(request)))
    await cache.put(key, Response.json(choice))
  } catch {
    // storage is blocked or full: it is measured again next time
  }
}
