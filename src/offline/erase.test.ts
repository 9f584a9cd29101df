import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { storedNames } from '../storage/names.ts'
import { eraseEverything, STOP_LIMIT } from './erase.ts'
import { createStoring, createWorkerStoring, holdPage, mayDeleteOld } from './storing.ts'
import { deferred, FakeCaches, fakeChannels, fakeSettings } from './test/fake-browser.ts'
import { fakeLocks } from './test/fake-locks.ts'

const SITE = 'https://user.github.io/photos/'
const names = storedNames(SITE)
const others = storedNames('https://user.github.io/other/')

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** An origin with this site's things and foreign ones. */
function origin() {
  const caches = new FakeCaches()
  const settings = fakeSettings({
    [names.setting('theme')]: 'dark',
    [others.setting('theme')]: 'light',
    theme: 'x',
  })
  const registrations = [SITE, 'https://user.github.io/', `${SITE}below/`].map((scope) => ({
    scope,
    unregister: vi.fn(async () => {
      registrations.splice(
        registrations.findIndex((registration) => registration.scope === scope),
        1,
      )
      return true
    }),
  }))
  const foreign = [others.files, others.shell('1'), 'shell-x', 'files']
  for (const name of [names.files, names.shell('1'), names.samples, names.backend, ...foreign])
    void caches.open(name)
  const { locks, held } = fakeLocks()
  const channels = fakeChannels()
  return { caches, settings, registrations, foreign, locks, held, channels }
}

type Origin = ReturnType<typeof origin>

/** A tab that keeps storing files until it is stopped, and says when its last write ends. */
function openTab({ caches, locks, channels }: Origin, lastWrite: Promise<void> = Promise.resolve()) {
  const channel = channels()
  const tools = { names, locks, channel }
  const storing = createStoring(tools)
  const stopStoring = vi.fn(async () => {
    await lastWrite
    if (!frozen) await caches.open(names.files) // the write that was under way
  })
  let frozen = false
  holdPage(tools, storing, '1', stopStoring)
  return {
    storing,
    stopStoring,
    freeze() {
      frozen = true
      channel.freeze()
    },
  }
}

const eraseIn = (site: Origin, { storing }: ReturnType<typeof openTab>) =>
  eraseEverything({
    names,
    site: `${SITE}index.html?x`,
    locks: site.locks,
    caches: site.caches,
    settings: site.settings,
    serviceWorkers: { getRegistrations: async () => [...site.registrations] },
    stopAll: storing.stopAll,
  })

const NOTHING = { unstopped: false, things: [] }

describe('deleting everything', () => {
  test('deletes what is ours, and nothing else of the origin', async () => {
    const site = origin()
    expect(await eraseIn(site, openTab(site))).toEqual(NOTHING)
    expect([...site.caches.stored.keys()]).toEqual(site.foreign)
    expect([...site.settings.stored.keys()]).toEqual([others.setting('theme'), 'theme'])
    expect(site.registrations.map(({ scope }) => scope)).toEqual(['https://user.github.io/', `${SITE}below/`])
  })

  test('waits for the last write of this tab and of every other', async () => {
    const site = origin()
    const writes = [deferred(), deferred()]
    const [here, there] = writes.map(({ promise }) => openTab(site, promise))
    if (!here || !there) throw new Error('no tabs')
    await vi.advanceTimersByTimeAsync(0)
    const erased = eraseIn(site, here)
    await vi.advanceTimersByTimeAsync(10)
    expect([here, there].map(({ stopStoring }) => stopStoring.mock.calls.length)).toEqual([1, 1])
    expect(site.caches.delete).not.toHaveBeenCalled()
    writes[0]?.resolve()
    await vi.advanceTimersByTimeAsync(10)
    expect(site.caches.delete).not.toHaveBeenCalled()
    writes[1]?.resolve()
    expect(await erased).toEqual(NOTHING)
    expect([...site.caches.stored.keys()]).toEqual(site.foreign)
  })

  test('says that a tab which does not stop may go on, after a stated time, and deletes all the same', async () => {
    const site = origin()
    const silent = openTab(site)
    silent.freeze()
    await vi.advanceTimersByTimeAsync(0)
    const erased = eraseIn(site, openTab(site))
    await vi.advanceTimersByTimeAsync(STOP_LIMIT - 1)
    expect(site.caches.delete).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(await erased).toEqual({ unstopped: true, things: [] })
    expect([...site.caches.stored.keys()]).toEqual(site.foreign)
  })

  test('a tab whose last write comes after the time is named, and the next try finds what it wrote', async () => {
    const site = origin()
    const late = deferred()
    openTab(site, late.promise)
    const here = openTab(site)
    await vi.advanceTimersByTimeAsync(0)
    const erased = eraseIn(site, here)
    await vi.advanceTimersByTimeAsync(STOP_LIMIT)
    expect((await erased).unstopped).toBe(true)
    late.resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(await site.caches.has(names.files)).toBe(true)
    expect(await eraseIn(site, here)).toEqual(NOTHING)
    expect(await site.caches.has(names.files)).toBe(false)
  })

  test('a tab that opens meanwhile stores nothing', async () => {
    const site = origin()
    const busy = deferred()
    const here = openTab(site, busy.promise)
    await vi.advanceTimersByTimeAsync(0)
    const erased = eraseIn(site, here)
    await vi.advanceTimersByTimeAsync(1)
    const opened = openTab(site)
    const work = vi.fn(async () => {})
    await opened.storing.store(work)
    await vi.advanceTimersByTimeAsync(1)
    expect(opened.storing.stopped.aborted).toBe(true)
    expect(opened.stopStoring).toHaveBeenCalledOnce()
    busy.resolve()
    expect(await erased).toEqual(NOTHING)
    await opened.storing.store(work)
    expect(work).not.toHaveBeenCalled()
  })

  test('a tab that opens afterwards stores as on a first visit', async () => {
    const site = origin()
    expect(await eraseIn(site, openTab(site))).toEqual(NOTHING)
    const opened = openTab(site)
    await opened.storing.store(async () => void (await site.caches.open(names.samples)))
    expect(await site.caches.has(names.samples)).toBe(true)
  })

  test('what comes back between two looks is deleted again', async () => {
    const site = origin()
    let again = true
    site.caches.delete.mockImplementation(async (name) => {
      site.caches.stored.delete(name)
      if (again && name === names.backend) {
        again = false
        await site.caches.open(names.files)
      }
      return true
    })
    expect(await eraseIn(site, openTab(site))).toEqual(NOTHING)
  })

  test('says what remains, with the browser’s reason', async () => {
    const site = origin()
    site.caches.delete.mockImplementation(async (name) => {
      if (name === names.files) throw new Error('disk error')
      return name === names.samples ? false : site.caches.stored.delete(name)
    })
    const remains = await eraseIn(site, openTab(site))
    expect(remains).toEqual({ unstopped: false, things: [`${names.files}: disk error`, names.samples] })
    expect(site.settings.stored.has(names.setting('theme'))).toBe(false)
  })

  test('ends when the browser does not', async () => {
    const site = origin()
    site.caches.delete.mockReturnValue(new Promise(() => {}))
    const erased = eraseIn(site, openTab(site))
    await vi.advanceTimersByTimeAsync(STOP_LIMIT * 2)
    expect((await erased).things).toEqual(['The browser does not end deleting.'])
  })

  test('where storage can’t be asked says why', async () => {
    const site = origin()
    site.caches.keys.mockRejectedValue(new Error('SecurityError'))
    expect((await eraseIn(site, openTab(site))).things).toEqual(['SecurityError'])
  })
})

describe('the service worker’s storing', () => {
  test('is broken off by deleting, which waits for its end', async () => {
    const site = origin()
    const store = createWorkerStoring({ names, locks: site.locks, channel: site.channels() })
    const here = openTab(site)
    const ended = deferred()
    let seen: AbortSignal | undefined
    const stored = store(async (stopped) => {
      seen = stopped
      await ended.promise
      await site.caches.open(names.shell('2'))
    })
    await vi.advanceTimersByTimeAsync(0)
    const erased = eraseIn(site, here)
    await vi.advanceTimersByTimeAsync(1)
    expect(seen?.aborted).toBe(true)
    expect(site.caches.delete).not.toHaveBeenCalled()
    ended.resolve()
    await stored
    expect(await erased).toEqual(NOTHING)
    expect(await site.caches.has(names.shell('2'))).toBe(false)
  })

  test('does not begin while a page is open for which everything was deleted, and does afterwards', async () => {
    const site = origin()
    const store = createWorkerStoring({ names, locks: site.locks, channel: site.channels() })
    await eraseIn(site, openTab(site))
    await vi.advanceTimersByTimeAsync(0)
    const work = vi.fn(async () => 'stored')
    expect(await store(work)).toBeUndefined()
    expect(work).not.toHaveBeenCalled()
    const again = createWorkerStoring({ names, locks: fakeLocks().locks, channel: site.channels() })
    expect(await again(work)).toBe('stored')
  })

  test('does not begin while everything is being deleted', async () => {
    const site = origin()
    const store = createWorkerStoring({ names, locks: site.locks, channel: site.channels() })
    void site.locks.request(names.storing, {}, () => new Promise(() => {}))
    await vi.advanceTimersByTimeAsync(0)
    const work = vi.fn(async () => 'stored')
    expect(await store(work)).toBeUndefined()
    expect(work).not.toHaveBeenCalled()
  })

  test('may store again after an interruption', async () => {
    const site = origin()
    const store = createWorkerStoring({ names, locks: site.locks, channel: site.channels() })
    site.channels().postMessage({ type: 'stop' })
    expect(await store(async ({ aborted }) => aborted)).toBe(false)
  })
})

describe('versions of the open pages', () => {
  test('are known by their locks, those of other sites left out', async () => {
    const site = origin()
    const tools = { names, locks: site.locks, channel: site.channels() }
    openTab(site)
    void site.locks.request(others.openPage('2'), { mode: 'shared' }, () => new Promise(() => {}))
    await vi.advanceTimersByTimeAsync(0)
    expect(await mayDeleteOld(tools, '1', false)).toBe(true)
    expect(await mayDeleteOld(tools, '2', false)).toBe(false)
  })
})
