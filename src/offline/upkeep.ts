import type { ShellStore } from './shell-store.ts'
import type { Storing, StoringTools } from './storing.ts'

export interface UpkeepTools extends StoringTools {
  shell: Pick<ShellStore, 'version' | 'install' | 'complete' | 'deleteOlder'>
  store: Storing['store']
  registration: { readonly waiting: unknown; readonly installing: unknown }
  clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly unknown[]>
  }
}

/** What the service worker stores and deletes, and when. */
export function createUpkeep({ shell, store, registration, clients, ...tools }: UpkeepTools) {
  /** Another tab may still run an older version and ask for its files. */
  async function deleteOlder(): Promise<void> {
    // What this version does not know may be of the next one, which is stored and waits.
    if (registration.waiting || registration.installing) return
    // Of each page that is open it must be known that it is of this version: one that has not said so may be of any.
    const { held = [] } = await tools.locks.query()
    const known = held.filter(({ name }) => name === tools.names.openPage(shell.version))
    const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true })
    if (pages.length <= known.length) await shell.deleteOlder()
  }

  return {
    /** @throws when the version can't be stored whole, so that the browser does not use it */
    async install(): Promise<void> {
      const stored = await store(async (stopped) => {
        await shell.install(stopped)
        return true
      })
      if (!stored) throw new Error('everything is being deleted')
    },
    /** A page has loaded: the network is free. What fails now is tried again with the next page. */
    async afterLoad(): Promise<void> {
      await store((stopped) => shell.complete(stopped)).catch(() => {})
      await deleteOlder()
    },
  }
}
