import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type OfflineTools, startOffline, TAKE_OVER_LIMIT } from './start.ts'

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

  /** A new version comes. */
  find(): FakeWorker {
    const worker = new FakeWorker('installing')
    this.installing = worker
    this.dispatchEvent(new Event('updatefound'))
    return worker
  }

  /** It is stored. */
  store(worker: FakeWorker): void {
    this.installing = null
    this.waiting = worker
    worker.become('installed')
  }

  fail(worker: FakeWorker): void {
    this.installing = null
    worker.become('redundant')
  }
}

class FakeContainer extends EventTarget {
  controller: FakeWorker | null = null
  registration = new FakeRegistration()
  register = vi.fn(async () => this.registration)
  getRegistration = vi.fn(async () => this.registration)

  /** The worker becomes active and takes over the pages. */
  takeOver(worker: FakeWorker): void {
    const { registration } = this
    registration.installing = null
    registration.waiting = null
    registration.active = worker
    worker.become('activated')
    this.controller = worker
    this.dispatchEvent(new Event('controllerchange'))
  }
}

let container: FakeContainer
const reload = vi.fn()
let store: OfflineTools['store']

beforeEach(() => {
  container = new FakeContainer()
  reload.mockReset()
  store = (work) => work(new AbortController().signal)
})

const start = (change: Partial<OfflineTools> = {}) =>
  startOffline({
    container: container as unknown as NonNullable<OfflineTools['container']>,
    script: 'service-worker.js',
    loaded: Promise.resolve(),
    store: (work) => store(work),
    reload,
    ...change,
  })

/** Lets all that is settled be heard. */
const soon = () => new Promise((resolve) => setTimeout(resolve))

/** A page that a service worker serves. */
function servedVisit(): FakeWorker {
  const worker = new FakeWorker('activated')
  container.registration.active = worker
  container.controller = worker
  return worker
}

const READY = { status: 'ready', updateReady: false }
const UPDATE = { status: 'ready', updateReady: true }

describe('there is no service worker', () => {
  test('where the browser has none', () => {
    expect(start({ container: undefined }).state).toEqual({ status: 'unavailable', reason: 'unsupported' })
  })

  test.each([
    [new DOMException('no', 'SecurityError'), 'blocked'],
    [new TypeError('404'), 'failed'],
  ])('where %s refuses it', async (error, reason) => {
    container.register.mockRejectedValue(error)
    const offline = start()
    await soon()
    expect(offline.state).toEqual({ status: 'unavailable', reason })
  })

  test('where the browser answers with nonsense', async () => {
    Reflect.set(container, 'register', async () => ({}))
    const offline = start()
    await soon()
    expect(offline.state).toEqual({ status: 'unavailable', reason: 'failed' })
  })

  test('where its installation fails', async () => {
    const worker = container.registration.find()
    const offline = start()
    await soon()
    expect(offline.state).toEqual({ status: 'starting' })
    container.registration.fail(worker)
    expect(offline.state).toEqual({ status: 'unavailable', reason: 'failed' })
  })

  test('after everything has been deleted: none is registered', async () => {
    store = async () => undefined
    start()
    await soon()
    expect(container.register).not.toHaveBeenCalled()
  })
})

test('nothing is registered before the page has loaded', async () => {
  let load = () => {}
  const loaded = new Promise<void>((resolve) => {
    load = resolve
  })
  start({ loaded })
  await soon()
  expect(container.register).not.toHaveBeenCalled()
  load()
  await soon()
  expect(container.register).toHaveBeenCalledExactlyOnceWith('service-worker.js', { updateViaCache: 'none' })
})

describe('the first visit', () => {
  test('goes on while the service worker is stored and takes over, without a reload', async () => {
    const worker = container.registration.find()
    const offline = start()
    const heard = vi.fn()
    offline.subscribe(heard)
    await soon()
    expect(offline.state).toEqual({ status: 'starting' })
    container.registration.store(worker)
    expect(offline.state).toEqual({ status: 'starting' })
    container.takeOver(worker)
    expect(offline.state).toEqual(READY)
    expect(heard).toHaveBeenCalled()
    expect(reload).not.toHaveBeenCalled()
  })

  test('hears of the service worker that takes over before registering is done', async () => {
    const worker = new FakeWorker('installing')
    container.register.mockImplementation(async () => {
      container.takeOver(worker)
      return container.registration
    })
    const offline = start()
    await soon()
    expect(offline.state).toEqual(READY)
  })

  test('is offered the next version, like any other', async () => {
    const worker = container.registration.find()
    const offline = start()
    await soon()
    container.takeOver(worker)
    container.takeOver(new FakeWorker('activated'))
    expect(offline.state).toEqual(UPDATE)
  })
})

describe('a later visit', () => {
  test('is ready at once', async () => {
    servedVisit()
    const offline = start()
    await soon()
    expect(offline.state).toEqual(READY)
  })

  test('in flight mode goes on with the service worker that is there, and the version that waits', async () => {
    servedVisit()
    container.register.mockRejectedValue(new TypeError('offline'))
    container.registration.waiting = new FakeWorker('installed')
    const offline = start()
    await soon()
    expect(offline.state).toEqual(UPDATE)
  })

  test('past the service worker, by a forced reload, is ready without a second reload', async () => {
    container.registration.active = new FakeWorker('activated')
    const offline = start()
    await soon()
    expect(offline.state).toEqual(READY)
    container.takeOver(new FakeWorker('activated'))
    expect(offline.state).toEqual(UPDATE)
    expect(reload).not.toHaveBeenCalled()
  })
})

describe('a new version', () => {
  test('is announced when it is stored, and takes over when asked', async () => {
    servedVisit()
    const offline = start()
    await soon()
    const heard = vi.fn()
    offline.subscribe(heard)
    const next = container.registration.find()
    expect(offline.state).toEqual(READY)
    container.registration.store(next)
    expect(offline.state).toEqual(UPDATE)
    expect(heard).toHaveBeenCalled()
    expect(next.postMessage).not.toHaveBeenCalled()

    offline.applyUpdate()
    expect(next.postMessage).toHaveBeenCalledWith({ type: 'activate' })
    expect(reload).not.toHaveBeenCalled()
    container.takeOver(next)
    expect(reload).toHaveBeenCalledOnce()
  })

  test('that breaks off on its way is not announced', async () => {
    servedVisit()
    const offline = start()
    await soon()
    container.registration.fail(container.registration.find())
    expect(offline.state).toEqual(READY)
  })

  test('that was stored earlier is announced at once', async () => {
    servedVisit()
    container.registration.waiting = new FakeWorker('installed')
    const offline = start()
    await soon()
    expect(offline.state).toEqual(UPDATE)
  })

  test('that another tab lets in is still offered here, and a reload is enough', async () => {
    servedVisit()
    const next = new FakeWorker('installed')
    container.registration.waiting = next
    const offline = start()
    await soon()
    container.takeOver(next)
    expect(reload).not.toHaveBeenCalled()
    expect(offline.state).toEqual(UPDATE)
    offline.applyUpdate()
    expect(reload).toHaveBeenCalledOnce()
    expect(next.postMessage).not.toHaveBeenCalled()
  })

  test('that another tab has let in before this page has loaded is offered too', async () => {
    servedVisit()
    const next = new FakeWorker('installed')
    container.registration.waiting = next
    const offline = start()
    container.takeOver(next)
    await soon()
    expect(offline.state).toEqual(UPDATE)
  })

  test('a newer still, waiting behind the one that another tab has let in, needs a reload alone', async () => {
    servedVisit()
    const offline = start()
    await soon()
    container.takeOver(new FakeWorker('activated'))
    container.registration.store(container.registration.find())
    offline.applyUpdate()
    expect(reload).toHaveBeenCalledOnce()
  })

  test('that does not take over in time: the page reloads, and waits no longer', async () => {
    servedVisit()
    const offline = start()
    await soon()
    container.registration.store(container.registration.find())
    vi.useFakeTimers()
    try {
      offline.applyUpdate()
      vi.advanceTimersByTime(TAKE_OVER_LIMIT - 1)
      expect(reload).not.toHaveBeenCalled()
      vi.advanceTimersByTime(1)
      expect(reload).toHaveBeenCalledOnce()
    } finally {
      vi.useRealTimers()
    }
  })

  test('whose place a newer one takes before it is active: the page reloads all the same', async () => {
    servedVisit()
    const offline = start()
    await soon()
    const next = container.registration.find()
    container.registration.store(next)
    offline.applyUpdate()
    expect(reload).not.toHaveBeenCalled()
    next.become('redundant')
    expect(reload).toHaveBeenCalledOnce()
  })
})

test('who no longer listens hears nothing', async () => {
  servedVisit()
  const offline = start()
  const heard = vi.fn()
  offline.subscribe(heard)()
  await soon()
  expect(heard).not.toHaveBeenCalled()
})
