/** A site whose browser does what a test says. */
import type { LoggedRequest, ShellState } from '../../offline/messages.ts'
import type { SelfTest } from '../../offline/self-test.ts'
import type { Offline, OfflineState } from '../../offline/start.ts'
import { createSite, type Site } from '../privacy/site.ts'

export const served: OfflineState = { status: 'ready', updateReady: false }
export const wholeShell: ShellState = { stored: 20, expected: 20, bytes: 569_000 }
export const refusedTest: SelfTest = {
  page: [
    { name: 'fetch', result: 'refused' },
    { name: 'WebTransport', result: 'absent' },
  ],
  worker: [
    { name: 'fetch', result: 'refused' },
    { name: 'WebTransport', result: 'absent' },
  ],
}

/** What a test can change; each is asked for anew every time. */
export interface FakeBrowser {
  offline: OfflineState | 'development'
  shell: ShellState | undefined
  log: LoggedRequest[]
  storage: { used: number | undefined; persistent: boolean | undefined }
  selfTest: () => Promise<SelfTest>
  failures: string[]
  /** Whether another tab does not stop storing. */
  unstopped: boolean
  /** What a person has let happen, in order. */
  happened: string[]
}

export interface FakeSite {
  site: Site
  browser: FakeBrowser
  setOffline(state: OfflineState): void
  /** The browser offers to install the page. */
  offerInstall(): void
  /** Another tab deletes everything. */
  eraseElsewhere(): void
}

const policyOf = ({ status }: OfflineState) => (status === 'unavailable' ? 'inherited' : 'served')

export function createFakeSite(change: Partial<FakeBrowser> = {}): FakeSite {
  const browser: FakeBrowser = {
    offline: served,
    shell: wholeShell,
    log: [],
    storage: { used: 31_000_000, persistent: true },
    selfTest: async () => refusedTest,
    failures: [],
    unstopped: false,
    happened: [],
    ...change,
  }
  const listeners = new Set<() => void>()
  const offline = (state: OfflineState): Offline => ({
    get state() {
      return browser.offline === 'development' ? state : browser.offline
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    applyUpdate: () => browser.happened.push('update'),
  })
  const stop = new AbortController()
  let installable = false
  let announce = () => {}
  const site = createSite({
    offline: browser.offline === 'development' ? undefined : offline(browser.offline),
    policy: browser.offline === 'development' ? undefined : policyOf(browser.offline),
    stopped: stop.signal,
    shell: async () => browser.shell,
    log: async () => browser.log,
    storage: async () => browser.storage,
    erase: async () => {
      browser.happened.push('erase')
      return { unstopped: browser.unstopped, things: browser.failures }
    },
    timeline: { requests: () => [], refused: () => new Map() },
    installer: {
      get: () => installable,
      subscribe(listener) {
        announce = listener
      },
      async install() {
        browser.happened.push('install')
        installable = false
        announce()
      },
    },
    selfTest: () => browser.selfTest(),
  })
  return {
    site,
    browser,
    setOffline(state) {
      browser.offline = state
      for (const listener of [...listeners]) listener()
    },
    eraseElsewhere: () => stop.abort(),
    offerInstall() {
      installable = true
      announce()
    },
  }
}
