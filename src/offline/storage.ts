/** What the browser keeps for this site. */
export interface StorageReport {
  /** Bytes, as the browser estimates them for the whole origin; `undefined` where it does not tell. */
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
