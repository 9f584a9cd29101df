import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { expect, inject } from 'vitest'
import { test } from './fixtures.ts'
import { answered, choose, ready, served } from './page.ts'
import { picture } from './pictures.ts'

interface Icon {
  src: string
  sizes: string
  type: string
  purpose?: string
}

interface WebManifest {
  name: string
  short_name: string
  start_url: string
  scope: string
  display: string
  icons: Icon[]
  shortcuts: { name: string; url: string; icons: Icon[] }[]
  share_target: {
    action: string
    method: string
    enctype: string
    params: { files: { name: string; accept: string[] }[] }
  }
  file_handlers: { action: string; accept: Record<string, string[]> }[]
}

const read = (name: string) => readFile(join(inject('site'), name))

async function webManifest(): Promise<WebManifest> {
  return JSON.parse((await read('manifest.webmanifest')).toString('utf8'))
}

test('the web manifest has what an installed app needs, all of it on the site', async () => {
  const manifest = await webManifest()
  expect(manifest).toMatchObject({
    name: expect.stringMatching(/\w/),
    short_name: expect.stringMatching(/^.{1,12}$/), // longer ones are cut off below an icon
    display: 'standalone',
  })
  const base = 'https://example.org/some/path/'
  const addresses = [
    manifest.start_url,
    manifest.scope,
    manifest.share_target.action,
    ...manifest.shortcuts.map(({ url }) => url),
    ...manifest.file_handlers.map(({ action }) => action),
  ]
  for (const address of addresses)
    expect(new URL(address, base).href).toMatch(/^https:\/\/example\.org\/some\/path\//)
  const { method, enctype, params } = manifest.share_target
  expect([method, enctype]).toEqual(['POST', 'multipart/form-data'])
  expect(params.files).toEqual([{ name: 'photo', accept: ['image/*'] }])
  expect(manifest.file_handlers.flatMap(({ accept }) => Object.keys(accept))).toContain('image/jpeg')
})

test('every icon is there in the size that the web manifest says', async () => {
  const { icons, shortcuts } = await webManifest()
  for (const { src, sizes, type } of [...icons, ...shortcuts.flatMap((shortcut) => shortcut.icons)]) {
    expect((await stat(join(inject('site'), src))).isFile(), src).toBe(true)
    if (type === 'image/svg+xml') continue
    const { width, height } = PNG.sync.read(await read(src))
    expect(`${width}x${height}`, src).toBe(sizes)
  }
  const usual = icons.filter(({ purpose }) => purpose === undefined || purpose === 'any')
  expect(usual.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']))
  expect(icons.filter(({ purpose }) => purpose === 'maskable').map(({ sizes }) => sizes)).toContain('512x512')
})

test('a maskable icon has no transparent pixel', async () => {
  const { icons } = await webManifest()
  for (const { src } of icons.filter(({ purpose }) => purpose === 'maskable')) {
    const { data } = PNG.sync.read(await read(src))
    expect(
      data.every((value, i) => i % 4 !== 3 || value === 255),
      src,
    ).toBe(true)
  }
})

test('the browser finds nothing against installing, and nothing to complain about', async ({
  serve,
  open,
}) => {
  const server = await serve()
  const visit = await open(server.url)
  const { page, context, consoleErrors, requests } = visit
  const photo = picture('waves.png')
  await ready(page)
  await choose(page, photo)
  await answered(page, photo)

  const devtools = await context.newCDPSession(page)
  const { url, errors } = await devtools.send('Page.getAppManifest')
  expect([url, errors]).toEqual([`${server.url}manifest.webmanifest`, []])
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  // a private window, which every visit of a test is, can install nothing
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])

  expect(consoleErrors).toEqual([])
  const others = requests.filter((asked) => /^(https?|wss?):/.test(asked) && !asked.startsWith(server.url))
  expect(others).toEqual([])
  // all that was asked for is there
  expect(server.requests.filter(({ status }) => status !== 200)).toEqual([])
})

test('every answer of the service worker carries the security headers', async ({ serve, open }) => {
  const server = await serve()
  const { page } = await open(server.url)
  await ready(page)
  await served(page)
  const scripts = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  const asked = [
    server.url,
    `${server.url}nothing-here`,
    ...scripts.filter((name) => name.startsWith(server.url)),
  ]
  expect(asked.length).toBeGreaterThan(4)
  for (const address of asked) {
    const headers = await page.evaluate(
      async (url) => Object.fromEntries((await fetch(url)).headers),
      address,
    )
    expect(headers, address).toMatchObject({
      'content-security-policy': expect.stringContaining(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
      ),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'permissions-policy': expect.stringContaining('camera=()'),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  }
})
