import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findBrowser, type Surroundings } from './browser.ts'

function surroundings(executables: string[], env: NodeJS.ProcessEnv = {}): Surroundings {
  return {
    env,
    platform: 'linux',
    isExecutable: (path) => executables.includes(path),
    packaged: async () => undefined,
  }
}

describe('findBrowser', () => {
  test('takes CHROMIUM_PATH before an installed one', async () => {
    const found = await findBrowser(
      surroundings(['/my/chrome', join('/usr/bin', 'chromium')], {
        CHROMIUM_PATH: '/my/chrome',
        PATH: '/usr/bin',
      }),
    )
    expect(found).toEqual({ executablePath: '/my/chrome', origin: 'CHROMIUM_PATH' })
  })

  test('refuses a CHROMIUM_PATH that cannot be run instead of taking another browser', async () => {
    const found = findBrowser(
      surroundings([join('/usr/bin', 'chromium')], { CHROMIUM_PATH: '/gone', PATH: '/usr/bin' }),
    )
    await expect(found).rejects.toThrow('CHROMIUM_PATH names /gone')
  })

  test('looks through PATH in order', async () => {
    const found = await findBrowser(
      surroundings([join('/b', 'google-chrome'), join('/c', 'chromium')], { PATH: '/a:/b:/c' }),
    )
    expect(found.executablePath).toBe(join('/b', 'google-chrome'))
  })

  test('knows the usual places of macOS and Windows', async () => {
    const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
    expect((await findBrowser({ ...surroundings([mac]), platform: 'darwin' })).executablePath).toBe(mac)
    const windows = join('C:/Program Files', 'Google', 'Chrome', 'Application', 'chrome.exe')
    const found = await findBrowser({
      ...surroundings([windows], { PROGRAMFILES: 'C:/Program Files' }),
      platform: 'win32',
    })
    expect(found.executablePath).toBe(windows)
  })

  test('falls back to the packaged one, and says so', async () => {
    const found = await findBrowser({ ...surroundings([]), packaged: async () => '/unpacked/chromium' })
    expect(found).toEqual({
      executablePath: '/unpacked/chromium',
      origin: 'the npm package @sparticuz/chromium',
    })
  })

  test('says what to do when there is none', async () => {
    await expect(findBrowser(surroundings([]))).rejects.toThrow('install Chromium or Chrome')
  })
})
