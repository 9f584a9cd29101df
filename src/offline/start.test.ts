import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Offline, startOffline } from './start.ts'

// The browser's side, played: what is used of it, and no more.

class FakeWorker extends EventTarget {
  postMessage = vi.fn()

  constructor(public state: ServiceWorkerState) {
    super()
  }

  become(state: ServiceWorkerState): void {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null
  waiting: FakeWorker | null = null
  active: FakeWorker | null = null
}

class FakeContainer extends EventTarget {
  controller: FakeWorker | null = null
  registration = new FakeRegistration()
  register = vi.fn(async () => this.registration)

  control(worker: FakeWorker): void {
    this.controller = worker
    this.dispatchEvent(new Event('controllerchange'))
  }
}

let container: FakeContainer
let session: Map<string, string>
const reload = vi.fn()

beforeEach(() => {
  vi.useFakeTimers()
  container = new FakeContainer()
  session = new Map()
  reload.mockReset()
  const page = new URL('https://example.org/site/')
  vi.stubGlobal('navigator', { serviceWorker: container })
  vi.stubGlobal('document', { baseURI: page.href })
  vi.stubGlobal('location', { href: page.href, origin: page.origin, reload })
  vi.stubGlobal('crossOriginIsolated', false)
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => session.get(key) ?? null,
    setItem: (key: string, value: string) => session.set(key, value),
    removeItem: (key: string) => session.delete(key),
  })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const start = (mayReload = true) => startOffline({ mayReload: () => mayReload })

/** The policy once it is settled, else `undefined`. */
async function settled({ workerPolicy }: Offline) {
  await vi.advanceTimersByTimeAsync(0)
  return Promise.race([workerPolicy, Promise.resolve(undefined)])
}

/** The first visit: a service worker is being installed, and then takes the page over. */
function firstVisit() {
  const worker = new FakeWorker('installing')
  container.registration.installing = worker
  return {
    worker,
    takeOver() {
      container.registration.installing = null
      container.registration.active = worker
      worker.become('activated')
      container.control(worker)
    },
  }
}

/** A page that a service worker serves. */
function servedVisit(): FakeWorker {
  const worker = new FakeWorker('activated')
  container.registration.active = worker
  container.controller = worker
  vi.stubGlobal('crossOriginIsolated', true)
  return worker
}

describe('without a service worker the policy is inherited', () => {
  test('where the browser has none', async () => {
    vi.stubGlobal('navigator', {})
    const offline = start()
    expect(await settled(offline)).toBe('inherited')
    expect(offline.state).toEqual({ status: 'unavailable', reason: 'unsupported' })
  })

  test.each([
    [new DOMException('no', 'SecurityError'), 'blocked'],
    [new TypeError('404'), 'failed'],
  ])('where %s refuses it', async (error, reason) => {
    container.register.mockRejectedValue(error)
    const offline = start()
    expect(await settled(offline)).toBe('inherited')
    expect(offline.state).toEqual({ status: 'unavailable', reason })
  })

  test('where the browser answers with nonsense', async () => {
    Reflect.set(container, 'register', async () => undefined)
    const offline = start()
    expect(await settled(offline)).toBe('inherited')
    expect(offline.state).toEqual({ status: 'unavailable', reason: 'failed' })
  })

  test('where its installation fails', async () => {
    const { worker } = firstVisit()
    const offline = start()
    expect(await settled(offline)).toBeUndefined()
    worker.become('redundant')
    expect(await settled(offline)).toBe('inherited')
    expect(offline.state).toEqual({ status: 'unavailable', reason: 'failed' })
  })

  test('where its installation does not end', async () => {
    firstVisit()
    const offline = start()
    expect(await settled(offline)).toBeUndefined()
    await vi.runAllTimersAsync()
    expect(await settled(offline)).toBe('inherited')
    expect(reload).not.toHaveBeenCalled()
  })
})

describe('the first visit', () => {
  test('reloads once a service worker has taken over, and starts no worker before', async () => {
    const { takeOver } = firstVisit()
    const offline = start()
    expect(await settled(offline)).toBeUndefined()
    expect(reload).not.toHaveBeenCalled()
    takeOver()
    expect(await settled(offline)).toBeUndefined()
    expect(reload).toHaveBeenCalledTimes(1)
  })

  test.each<[string, () => boolean]>([
    ['a person has begun', () => false],
    [
      'the page has reloaded before',
      () => {
        session.set('reloaded-for-isolation', '1')
        return true
      },
    ],
    [
      'the browser keeps no note of a reload',
      () => {
        vi.stubGlobal('sessionStorage', undefined)
        return true
      },
    ],
  ])('does not reload when %s', async (_, prepare) => {
    const mayReload = prepare()
    const { takeOver } = firstVisit()
    const offline = start(mayReload)
    await settled(offline)
    takeOver()
    expect(await settled(offline)).toBe('served')
    expect(reload).not.toHaveBeenCalled()
  })
})

describe('a later visit', () => {
  test('starts at once, and may reload again one day', async () => {
    servedVisit()
    session.set('reloaded-for-isolation', '1')
    const offline = start()
    expect(await settled(offline)).toBe('served')
    expect(offline.state).toEqual({ status: 'ready', updateReady: false })
    expect(reload).not.toHaveBeenCalled()
    expect(session.size).toBe(0)
  })

  test('in flight mode goes on with the service worker that is there', async () => {
    servedVisit()
    container.register.mockRejectedValue(new TypeError('offline'))
    const offline = start()
    expect(await settled(offline)).toBe('served')
    expect(offline.state).toEqual({ status: 'ready', updateReady: false })
  })

  test('past the service worker, by a forced reload, comes back to it without waiting', async () => {
    container.registration.active = new FakeWorker('activated')
    const offline = start()
    expect(await settled(offline)).toBeUndefined()
    expect(reload).toHaveBeenCalledTimes(1)
  })
})

describe('a new version', () => {
  test('is announced when it is stored, and takes over when asked', async () => {
    servedVisit()
    const offline = start()
    await settled(offline)
    const heard = vi.fn()
    offline.subscribe(heard)

    const next = new FakeWorker('installing')
    container.registration.installing = next
    container.registration.dispatchEvent(new Event('updatefound'))
    expect(offline.state).toEqual({ status: 'ready', updateReady: false })
    container.registration.installing = null
    container.registration.waiting = next
    next.become('installed')
    expect(offline.state).toEqual({ status: 'ready', updateReady: true })
    expect(heard).toHaveBeenCalled()
    expect(next.postMessage).not.toHaveBeenCalled()

    offline.applyUpdate()
    expect(next.postMessage).toHaveBeenCalledWith({ type: 'activate' })
    expect(reload).not.toHaveBeenCalled()
    container.control(next)
    expect(reload).toHaveBeenCalledTimes(1)
  })

  test('that was stored earlier is announced at once', async () => {
    servedVisit()
    container.registration.waiting = new FakeWorker('installed')
    const offline = start()
    await settled(offline)
    expect(offline.state).toEqual({ status: 'ready', updateReady: true })
  })

  test('that another tab lets in does not reload this one', async () => {
    servedVisit()
    await settled(start())
    container.control(new FakeWorker('activated'))
    expect(reload).not.toHaveBeenCalled()
  })
})
