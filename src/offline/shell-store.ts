import type { StoredNames } from '../storage/names.ts'
import type { ShellState } from './messages.ts'
import { withSecurityHeaders } from './policy.ts'
import { type Shell, shellVersion } from './version.ts'

export interface ShellStoreTools {
  shell: Shell
  names: StoredNames
  /** Address of the folder that the page is in. */
  scope: string
  caches: Pick<CacheStorage, 'open' | 'match' | 'keys' | 'delete'>
  fetch: (request: Request, options: RequestInit) => Promise<Response>
}

export type ShellStore = ReturnType<typeof createShellStore>

/** @throws Error for a page of another version: hosts may answer with an older one for minutes */
async function checkPage(page: Response, { build, files }: Shell): Promise<void> {
  const html = await page.clone().text()
  const manifest = files.find(({ url }) => url.startsWith('model/'))?.url ?? ''
  if (!html.includes(build) || !html.includes(manifest))
    throw new Error('index.html is of another version than the service worker')
}

/** The app's shell in the caches: this version's, and older ones as long as their pages are open. */
export function createShellStore({ shell, names, scope, caches, fetch }: ShellStoreTools) {
  const version = shellVersion(shell)
  const cacheName = names.shell(version)
  const inScope = (path: string): string => new URL(path, scope).href
  const later = new Set(shell.later.map(inScope))
  // Not through `open`, which would make the cache anew after a person has deleted all.
  const stored = (url: string) => caches.match(url, { cacheName })

  /** With the headers that every answer has, so that it need not be made anew for each. */
  async function put(url: string, response: Response): Promise<void> {
    await (await caches.open(cacheName)).put(url, withSecurityHeaders(response))
  }

  /** @throws when a file can't be had, is of another version, or does not fit; the signal's reason when aborted */
  async function storeMissing(signal: AbortSignal): Promise<void> {
    const end = new AbortController()
    const ended = end.signal
    signal.addEventListener('abort', () => end.abort(signal.reason), { once: true })
    async function storeFile({ url, revision }: Shell['files'][number]): Promise<void> {
      const address = inScope(url)
      if (await stored(address)) return
      // Names with a hash may come from the browser's own cache: the page has just fetched some of them.
      const cache = revision === undefined ? 'default' : 'no-cache'
      const response = await fetch(new Request(address), { cache, signal: ended })
      if (!response.ok) throw new Error(`${url} was answered with status ${response.status}`)
      if (url === 'index.html') await checkPage(response, shell)
      ended.throwIfAborted()
      await put(address, response)
    }
    signal.throwIfAborted()
    const jobs = shell.files.map((file) =>
      storeFile(file).catch((error: unknown) => {
        end.abort(error)
        throw error
      }),
    )
    await Promise.allSettled(jobs) // nothing is written any more when this ends
    ended.throwIfAborted()
  }

  return {
    version,
    /** Stores the whole version, or nothing. @throws as `complete` */
    async install(signal: AbortSignal): Promise<void> {
      try {
        await storeMissing(signal)
      } catch (error) {
        await caches.delete(cacheName)
        throw error
      }
    },
    complete: storeMissing,
    /** What is stored for an address without its query: this version's, else an older one's, else a sample picture. */
    async match(url: string): Promise<Response | undefined> {
      const current = await stored(url)
      if (current) return current
      for (const name of await caches.keys()) {
        if (name !== names.samples && !names.isShell(name)) continue
        const found = await caches.match(url, { cacheName: name })
        if (found) return found
      }
      return undefined
    },
    /** Whether the file is one that is stored once it has been used. */
    isStoredLater: (url: string) => later.has(url),
    put,
    async state(): Promise<ShellState> {
      const found = await Promise.all(shell.files.map(({ url }) => stored(inScope(url))))
      const sizes = await Promise.all(found.map(async (response) => (await response?.blob())?.size))
      const known = sizes.filter((size) => size !== undefined)
      const bytes = known.reduce((sum, size) => sum + size, 0)
      return { stored: known.length, expected: shell.files.length, bytes }
    },
    /** Deletes the versions that were stored before this one. */
    async deleteOlder(): Promise<void> {
      const all = await caches.keys() // in the order in which they were made
      const older = all.slice(0, Math.max(0, all.indexOf(cacheName)))
      await Promise.all(older.filter(names.isShell).map((name) => caches.delete(name)))
    },
  }
}
