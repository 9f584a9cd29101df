import { afterEach, describe, expect, test, vi } from 'vitest'
import { browserObstacle, savesData, threadLimit } from './environment.ts'

const DESKTOP = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', maxTouchPoints: 0, hardwareConcurrency: 2 }

function browser({ isolated = true, ...navigator }: Record<string, unknown> = {}): void {
  vi.stubGlobal('crossOriginIsolated', isolated)
  vi.stubGlobal('navigator', { ...DESKTOP, ...navigator })
}

afterEach(() => vi.unstubAllGlobals())

describe('threads', () => {
  test.each([
    ['as many as the device has', {}, 2],
    ['four at most', { hardwareConcurrency: 16 }, 4],
    ['one where nobody knows', { hardwareConcurrency: undefined }, 1],
    ['one where the page is not isolated', { isolated: false }, 1],
    ['one on iOS', { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)' }, 1],
    ['one on an iPad, which says it is a Mac', { userAgent: 'Macintosh', maxTouchPoints: 5 }, 1],
  ])('are %s', (_, change, expected) => {
    browser(change)
    expect(threadLimit('served')).toBe(expected)
  })

  test('are one where the worker inherits its policy', () => {
    browser()
    expect(threadLimit('inherited')).toBe(1)
  })

  test('are one where memory can’t be shared although the page is isolated', () => {
    browser()
    vi.stubGlobal('SharedArrayBuffer', undefined)
    expect(threadLimit('served')).toBe(1)
  })
})

test.each([
  [{ saveData: true }, true],
  [{ saveData: false }, false],
  [undefined, false],
])('with the connection %o, saving data is %s', (connection, expected) => {
  browser({ connection })
  expect(savesData()).toBe(expected)
})

describe('what is lacking', () => {
  function complete(): void {
    vi.stubGlobal('isSecureContext', true)
    for (const name of ['Worker', 'OffscreenCanvas', 'createImageBitmap']) vi.stubGlobal(name, () => {})
  }

  test('is nothing in a current browser', () => {
    complete()
    expect(browserObstacle()).toBeUndefined()
  })

  test.each([
    ['WebAssembly', undefined, 'no-webassembly'],
    ['OffscreenCanvas', undefined, 'unsupported-browser'],
    ['Worker', undefined, 'unsupported-browser'],
    ['createImageBitmap', undefined, 'unsupported-browser'],
    ['isSecureContext', false, 'unsupported-browser'],
  ])('may be %s', (name, value, code) => {
    complete()
    vi.stubGlobal(name, value)
    expect(browserObstacle()).toMatchObject({ code })
  })
})
