import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { test } from './fixtures.ts'
import { answered, choose, copiedAnswers, heading, ready, readyOffline, served } from './page.ts'
import { picture, type Upload } from './pictures.ts'

const BARN = 'src/classifier/source/test-files/barn.heic'
const heic = (buffer: Buffer): Upload => ({ name: 'barn.heic', mimeType: 'image/heic', buffer })
const barn = heic(readFileSync(BARN))
const isDecoder = (url: string) => /heic-decoder|libheif/.test(url)

/** Addresses of the decoder's script and wasm, once they are stored. */
const storedDecoder = (page: Page) =>
  page.evaluate(async () => {
    const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))
    return all.flat().flatMap(({ url }) => (/heic-decoder|libheif/.test(url) ? [url] : []))
  })

test('a HEIC opens where the browser does not know it: the decoder comes with the first, and stays for flight mode', async ({
  serve,
  open,
}) => {
  const server = await serve()
  const { page, requests, consoleErrors } = await open(server.url)
  await ready(page)
  const other = picture('waves.png')
  await choose(page, other)
  await answered(page, other)
  expect(requests.filter(isDecoder)).toEqual([])

  await readyOffline(page)
  await page.reload() // the service worker serves, and stores what comes later
  await served(page)
  await ready(page)
  await choose(page, barn)
  await answered(page, barn)
  expect(requests.some(isDecoder)).toBe(true)
  await page.getByText('libheif decoded the photo').waitFor()
  const before = await copiedAnswers(page)

  const broken = heic(barn.buffer.subarray(0, barn.buffer.length / 2))
  await choose(page, broken)
  await heading(page, 'This image is damaged').waitFor()

  await expect.poll(() => storedDecoder(page)).toHaveLength(2)
  await server.close()
  await page.reload()
  await ready(page)
  await choose(page, barn)
  await answered(page, barn)
  expect(await copiedAnswers(page)).toEqual(before)
  expect(consoleErrors).toEqual([])
})
