import { askServiceWorker } from './ask.ts'
import { isOnlyVersionOpen, type StoringTools } from './storing.ts'

/**
 * Whether a page of this version may delete what it does not know: it is not outdated itself, and no page of another
 * version is open.
 * @param serving the version that serves this page, as the service worker says it; `undefined` when it does not answer
 */
export async function mayDeleteOld(
  tools: StoringTools,
  version: string,
  isServed: boolean,
  serving: () => Promise<string | undefined> = () => askServiceWorker('version'),
): Promise<boolean> {
  if (isServed && (await serving()) !== version) return false
  return isOnlyVersionOpen(tools, version)
}
