import { beforeEach, describe, expect, test, vi } from 'vitest'
import { storedNames } from '../storage/names.ts'
import { mayDeleteOld } from './storing.ts'
import { fakeChannels } from './test/fake-browser.ts'
import { fakeLocks } from './test/fake-locks.ts'
import { createUpkeep } from './upkeep.ts'

const names = storedNames('https://user.github.io/photos/')
const VERSION = 'b2-none'

let browser: ReturnType<typeof fakeLocks>
const registration = { waiting: null as unknown, installing: null as unknown }
let pages: number
const shell = {
  version: VERSION,
  install: vi.fn(async (_: AbortSignal) => {}),
  complete: vi.fn(async (_: AbortSignal) => {}),
  deleteOlder: vi.fn(async () => {}),
}
const signal = new AbortController().signal
const store = vi.fn()

beforeEach(() => {
  browser = fakeLocks()
  pages = 0
  Object.assign(registration, { waiting: null, installing: null })
  for (const mock of [shell.install, shell.complete, shell.deleteOlder]) mock.mockReset()
  store.mockReset().mockImplementation((work: (stopped: AbortSignal) => Promise<unknown>) => work(signal))
})

const tools = () => ({ names, locks: browser.locks, channel: fakeChannels()() })

const upkeep = () =>
  createUpkeep({
    ...tools(),
    shell,
    store,
    registration,
    clients: { matchAll: async () => Array.from({ length: pages }) },
  })

/** @param version `undefined` for a page that has not said yet which it is */
async function openPage(version: string | undefined): Promise<void> {
  pages++
  if (version === undefined) return
  void browser.locks.request(names.openPage(version), { mode: 'shared' }, () => new Promise(() => {}))
  await Promise.resolve()
}

describe('installing', () => {
  test('stores the version, with the signal that ends it', async () => {
    await upkeep().install()
    expect(shell.install).toHaveBeenCalledExactlyOnceWith(signal)
  })

  test('fails when storing does', async () => {
    shell.install.mockRejectedValue(new Error('full'))
    await expect(upkeep().install()).rejects.toThrow('full')
  })

  test('fails while everything is being deleted', async () => {
    store.mockResolvedValue(undefined)
    await expect(upkeep().install()).rejects.toThrow('being deleted')
  })
})

describe('after a page has loaded', () => {
  test('what is missing is stored, and older versions go', async () => {
    await openPage(VERSION)
    await openPage(VERSION)
    await upkeep().afterLoad()
    expect(shell.complete).toHaveBeenCalledExactlyOnceWith(signal)
    expect(shell.deleteOlder).toHaveBeenCalledOnce()
  })

  test('older versions go though completing fails', async () => {
    shell.complete.mockRejectedValue(new Error('offline'))
    await openPage(VERSION)
    await upkeep().afterLoad()
    expect(shell.deleteOlder).toHaveBeenCalledOnce()
  })

  test.each([
    ['a page of an older one is open', async () => openPage('b1-none')],
    ['a page has not said yet which it is', async () => openPage(undefined)],
    ['a newer one waits', async () => Object.assign(registration, { waiting: {} })],
    ['a newer one is on its way', async () => Object.assign(registration, { installing: {} })],
  ])('they stay while %s', async (_, happen) => {
    await openPage(VERSION)
    await happen()
    await upkeep().afterLoad()
    expect(shell.deleteOlder).not.toHaveBeenCalled()
  })
})

describe('a page may delete what other versions have stored', () => {
  test.each<[string, { served: boolean; serving?: string; other?: boolean; may: boolean }]>([
    ['when all are of its version', { served: true, serving: VERSION, may: true }],
    ['not when a newer version serves already', { served: true, serving: 'b3-none', may: false }],
    ['not when the service worker does not say', { served: true, may: false }],
    ['not while a page of another is open', { served: true, serving: VERSION, other: true, may: false }],
    ['without a service worker, when it is alone', { served: false, may: true }],
    ['without a service worker, not beside another', { served: false, other: true, may: false }],
  ])('%s', async (_, { served, serving, other, may }) => {
    await openPage(VERSION)
    if (other) await openPage('b1-none')
    expect(await mayDeleteOld(tools(), VERSION, served, async () => serving)).toBe(may)
  })
})
