/** What the browser keeps of this site, what it has requested, and what a person can do about it. Outside React. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { WorkerPolicy } from '../../classifier/index.ts'
import { askServiceWorker } from '../../offline/ask.ts'
import type { Remains } from '../../offline/erase.ts'
import type { LoggedRequest, ShellState } from '../../offline/messages.ts'
import type { SelfTest } from '../../offline/self-test.ts'
import type { Offline, OfflineState } from '../../offline/start.ts'
import { type StorageReport, storageReport } from '../../offline/storage.ts'
import { browserInstaller, type Installer } from './installer.ts'
import { type ListedRequest, listRequests } from './request-list.ts'
import { browserTimeline, type Timeline } from './timeline.ts'

export type Erasure =
  | { status: 'none' }
  | { status: 'running' }
  | { status: 'done'; remains: Remains }
  /** Another tab has deleted everything; this one stores nothing any more. */
  | { status: 'elsewhere' }

export interface SiteState {
  offline: OfflineState | 'development'
  /** How the policy binds the photo's worker; `undefined` on the development server, which has none. */
  policy: WorkerPolicy | undefined
  /** `'unserved'`: no service worker answers this page. */
  shell: ShellState | 'unknown' | 'unserved'
  storage: StorageReport | undefined
  requests: readonly ListedRequest[]
  erasure: Erasure
  /** Whether the browser offers to install the page. */
  installable: boolean
}

export interface Site extends Omit<StoreApi<SiteState>, 'setState'> {
  /** Asks again for all that can change unnoticed. */
  refresh(): Promise<void>
  /** Lets the waiting version take over; the page reloads. */
  applyUpdate(): void
  install(): Promise<void>
  /** Deletes all that is stored, by this tab and the others. */
  erase(): Promise<void>
  /** Really tries to send to another origin. */
  selfTest(): Promise<SelfTest>
}

/** What the site needs of the browser; tests put their own in. */
export interface SiteOptions {
  /** `undefined` on the development server. */
  offline: Offline | undefined
  /** `undefined` on the development server. */
  policy: WorkerPolicy | undefined
  /** Lets all tabs stop storing, and deletes. */
  erase: () => Promise<Remains>
  /** Aborted when this tab stores nothing any more: another one deletes everything. */
  stopped: AbortSignal
  shell?: () => Promise<ShellState | undefined>
  log?: () => Promise<readonly LoggedRequest[] | undefined>
  storage?: () => Promise<StorageReport>
  timeline?: Timeline
  installer?: Installer
  selfTest?: (policy: WorkerPolicy) => Promise<SelfTest>
}

/** Its own chunk: most visits never run it. */
async function runSelfTest(policy: WorkerPolicy): Promise<SelfTest> {
  const module = await import('../../offline/self-test.ts')
  return module.runSelfTest(policy)
}

export function createSite({
  offline,
  policy,
  erase,
  stopped,
  shell: askShell = () => askServiceWorker('shell'),
  log: askLog = () => askServiceWorker('log'),
  storage = storageReport,
  timeline = browserTimeline(),
  installer = browserInstaller(),
  selfTest = runSelfTest,
}: SiteOptions): Site {
  const store = createStore<SiteState>(() => ({
    offline: offline?.state ?? 'development',
    policy,
    shell: 'unknown',
    storage: undefined,
    requests: [],
    erasure: { status: 'none' },
    installable: installer.get(),
  }))
  const change = (next: Partial<SiteState>) => store.setState(next)
  /** The service worker forgets its log when the browser ends it for a while; the page does not. */
  const logged = new Map<string, LoggedRequest>()

  async function refresh(): Promise<void> {
    const asked = offline?.state.status === 'ready'
    const [report, shell, log] = await Promise.all([
      storage(),
      asked ? askShell() : undefined,
      asked ? askLog() : undefined,
    ])
    for (const request of log ?? []) logged.set(`${request.time} ${request.url}`, request)
    change({
      storage: report,
      shell: asked ? (shell ?? 'unserved') : 'unknown',
      requests: listRequests([...logged.values()], timeline.requests(), timeline.refused(), {
        origin: location.origin,
        timeOrigin: performance.timeOrigin,
      }),
    })
  }

  installer.subscribe(() => change({ installable: installer.get() }))
  offline?.subscribe(() => {
    change({ offline: offline.state })
    void refresh()
  })
  stopped.addEventListener('abort', () => {
    if (store.getState().erasure.status === 'none') change({ erasure: { status: 'elsewhere' } })
  })

  return {
    ...store,
    refresh,
    applyUpdate: () => offline?.applyUpdate(),
    install: () => installer.install(),
    async erase() {
      change({ erasure: { status: 'running' } })
      change({ erasure: { status: 'done', remains: await erase() } })
      await refresh()
    },
    async selfTest() {
      if (!policy) throw new Error('The development server sends no policy.')
      const result = await selfTest(policy)
      await refresh()
      return result
    },
  }
}
