/** Whether the page would work with the network gone, and if not, what is missing. */
import type { ModelState } from '../../classifier/index.ts'
import type { OfflineState } from '../../offline/start.ts'
import type { SiteState } from './site.ts'

export type OfflineStatus =
  | { status: 'development' }
  /** Not known yet. */
  | { status: 'checking' }
  /** A person has deleted all that was stored. */
  | { status: 'erased' }
  /** Everything needed is stored, and what the model needs has been verified. */
  | { status: 'ready' }
  | { status: 'model-awaited' }
  /** `reason` is the browser's, in English. */
  | { status: 'not-kept'; reason: string }
  /** `stored` of `expected` files of the page itself. */
  | { status: 'incomplete'; stored: number; expected: number }
  /** There is a service worker, but this visit does not go through it. */
  | { status: 'unserved' }
  | { status: 'unavailable'; reason: Extract<OfflineState, { status: 'unavailable' }>['reason'] }

export function offlineStatus(
  { offline, shell, erasure }: Pick<SiteState, 'offline' | 'shell' | 'erasure'>,
  model: ModelState,
): OfflineStatus {
  if (offline === 'development') return { status: 'development' }
  if (erasure.status !== 'none') return { status: 'erased' }
  if (offline.status === 'unavailable') return offline
  if (offline.status === 'starting' || shell === 'unknown') return { status: 'checking' }
  if (shell === 'unserved') return { status: 'unserved' }
  if (shell.stored < shell.expected)
    return { status: 'incomplete', stored: shell.stored, expected: shell.expected }
  if (model.status !== 'ready') return { status: 'model-awaited' }
  return model.notKept === undefined ? { status: 'ready' } : { status: 'not-kept', reason: model.notKept }
}
