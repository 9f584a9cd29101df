import type { StoredNames } from '../storage/names.ts'
import type { Locks } from './storing.ts'

/** What is still there after everything was to be deleted. */
export interface Remains {
  /** Another tab has not stopped in time: it may go on storing. */
  unstopped: boolean
  /** Names of caches and settings, and the address of a service worker; with the browser's reason where it gave one. */
  things: string[]
}

/** Of the browser, what deleting needs. */
export interface EraseTools {
  names: StoredNames
  /** Address of the folder that the page is in. */
  site: string
  locks: Locks
  caches: Pick<CacheStorage, 'keys' | 'delete'>
  /** `null` where it is blocked, and empty therefore. */
  settings: Pick<Storage, 'length' | 'key' | 'removeItem'> | null
  /** `undefined` where there are no service workers. */
  serviceWorkers:
    | { getRegistrations(): Promise<readonly Pick<ServiceWorkerRegistration, 'scope' | 'unregister'>[]> }
    | undefined
  /** Lets this page and all others stop storing. */
  stopAll: () => void
}

/** How long the other tabs may take to stop, milliseconds: a write that is under way ends in less. */
export const STOP_LIMIT = 5000

/** How long deleting may take, milliseconds. */
export const DELETE_LIMIT = 3000

/** Deleting is repeated so often where something has come back meanwhile. */
const ROUNDS = 3

interface Thing {
  name: string
  remove: () => unknown
}

/** All that this site has stored, by the one registry of names, and nothing else of the origin. */
async function ownThings({ names, site, caches, settings, serviceWorkers }: EraseTools): Promise<Thing[]> {
  const cacheNames = await caches.keys()
  const registrations = (await serviceWorkers?.getRegistrations()) ?? []
  const keys = Array.from({ length: settings?.length ?? 0 }, (_, i) => settings?.key(i) ?? '')
  return [
    ...cacheNames.filter(names.isOurs).map((name) => ({ name, remove: () => caches.delete(name) })),
    ...keys.filter(names.isOurs).map((name) => ({ name, remove: () => settings?.removeItem(name) })),
    ...registrations
      .filter(({ scope }) => scope === new URL('./', site).href)
      .map((own) => ({ name: `service worker ${own.scope}`, remove: () => own.unregister() })),
  ]
}

async function removeReporting({ name, remove }: Thing): Promise<[name: string, reason: string] | undefined> {
  try {
    await remove()
    return undefined
  } catch (error) {
    return [name, error instanceof Error ? error.message : String(error)]
  }
}

/** @returns what is still there, after a look at what the browser says it has */
async function deleteAll(tools: EraseTools): Promise<string[]> {
  let reasons = new Map<string, string>()
  for (let round = 0; round < ROUNDS; round++) {
    const things = await ownThings(tools)
    if (things.length === 0) return []
    const failed = await Promise.all(things.map(removeReporting))
    reasons = new Map(failed.filter((entry) => entry !== undefined))
  }
  const left = await ownThings(tools)
  return left.map(({ name }) => (reasons.has(name) ? `${name}: ${reasons.get(name)}` : name))
}

/** The promise's value, or `late` after so many milliseconds. A failure comes as its message. */
async function within(milliseconds: number, work: Promise<string[]>, late: string): Promise<string[]> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<string[]>((resolve) => {
    timer = setTimeout(() => resolve([late]), milliseconds)
  })
  const failed = (error: unknown) => [error instanceof Error ? error.message : String(error)]
  try {
    return await Promise.race([work.catch(failed), limit])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Deletes all that this site has stored: first all who store stop, then everything goes, then it looks again. The open
 * pages go on from memory.
 *
 * Ends within {@link STOP_LIMIT} and twice {@link DELETE_LIMIT}, whatever the other tabs and the browser do.
 */
export async function eraseEverything(tools: EraseTools): Promise<Remains> {
  const { names, locks, stopAll } = tools
  const deleteInTime = () => within(DELETE_LIMIT, deleteAll(tools), 'The browser does not end deleting.')
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), STOP_LIMIT)
  stopAll()
  try {
    return await locks.request(names.storing, { mode: 'exclusive', signal: patience.signal }, async () => {
      clearTimeout(timer)
      return { unstopped: false, things: await deleteInTime() }
    })
  } catch (error) {
    if (!patience.signal.aborted) throw error
    return { unstopped: true, things: await deleteInTime() }
  } finally {
    clearTimeout(timer)
  }
}
