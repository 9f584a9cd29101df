/** What the browser keeps for this site. */
export interface StorageReport {
  /** Bytes, as the browser estimates them; `undefined` where it does not tell. */
  used: number | undefined
  /** Whether the browser has promised not to clear it by itself; `undefined` where it does not tell. */
  persistent: boolean | undefined
}

export async function storageReport(): Promise<StorageReport> {
  const storage: StorageManager | undefined = navigator.storage
  const [estimate, persistent] = await Promise.all([
    storage?.estimate?.().catch(() => undefined),
    storage?.persisted?.().catch(() => undefined),
  ])
  return { used: estimate?.usage, persistent }
}

/** Asks the browser not to clear the site's data by itself. Some ask the person, most decide alone. */
export async function requestPersistence(): Promise<boolean> {
  return (await navigator.storage?.persist?.().catch(() => false)) ?? false
}

async function attempt(work: () => Promise<unknown> | undefined): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/**
 * Deletes all that this site has stored: caches, databases, files, settings and the service worker. The page goes on
 * from memory until it is closed.
 * @returns what could not be deleted and why, nothing when all is gone
 */
export async function eraseEverything(): Promise<string[]> {
  const failures = await Promise.all([
    attempt(async () => {
      const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? []
      const own = registrations.filter(({ scope }) => location.href.startsWith(scope))
      await Promise.all(own.map((registration) => registration.unregister()))
    }),
    attempt(async () => Promise.all((await caches.keys()).map((name) => caches.delete(name)))),
    attempt(async () => {
      for (const { name } of (await indexedDB.databases?.()) ?? []) if (name) indexedDB.deleteDatabase(name)
    }),
    attempt(async () => {
      const root = await navigator.storage?.getDirectory?.()
      if (!root) return
      const names: string[] = []
      for await (const name of root.keys()) names.push(name)
      await Promise.all(names.map((name) => root.removeEntry(name, { recursive: true })))
    }),
    attempt(async () => {
      localStorage.clear()
      sessionStorage.clear()
    }),
  ])
  return failures.filter((failure) => failure !== undefined)
}
