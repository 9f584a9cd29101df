import { expect } from 'vitest'
import { isCI } from '../scripts/test-setup/real-model.ts'
import { settingsWords } from '../src/app/settings/words/index.ts'
import { storedNames } from '../src/storage/names.ts'
import { en } from '../src/words/en.ts'
import { SOFTWARE_WEBGPU } from './browser.ts'
import { test as base } from './fixtures.ts'
import { answered, choose, computedBy, ready } from './page.ts'
import { picture } from './pictures.ts'

const test = base.override('browserArgs', { scope: 'file' }, () => SOFTWARE_WEBGPU)

const words = settingsWords.en.measure

/** Software WebGPU takes 10 to 30 seconds an inference. */
const PATIENCE = 180_000

test('a software adapter is not used unless it is asked for, and the settings say why', async ({
  serve,
  open,
}) => {
  const { page } = await open((await serve()).url)
  await ready(page)
  const photo = picture('waves.png')
  await choose(page, photo)
  await answered(page, photo)
  await page.getByRole('button', { name: en.settings.open }).click()
  // among the reasons, and in the table of what can be measured
  await page.getByText('only a software adapter').first().waitFor()
})

/** Said of the software adapter by the worker's own view of it: a graphics card like any other. */
const DISGUISE = `{
  const { gpu } = navigator
  const ask = gpu.requestAdapter.bind(gpu)
  gpu.requestAdapter = async (options) => {
    const adapter = await ask(options)
    if (adapter) Object.defineProperty(adapter, 'info', { value: { vendor: 'some', architecture: 'card' } })
    return adapter
  }
}
`

test('a graphics card is offered, measured when a person asks for it, and left when the engine is faster', {
  timeout: PATIENCE,
}, async ({ browser, serve, skip }) => {
  const { url, requests } = await serve()
  const context = await browser.newContext({ locale: 'en-US', serviceWorkers: 'block' })
  try {
    // the worker starts from a blob on a first visit: what is added to its one line runs before any message comes
    await context.addInitScript((disguise) => {
      const Original = Blob
      globalThis.Blob = class extends Original {
        constructor(parts: BlobPart[] = [], options?: BlobPropertyBag) {
          super(options?.type === 'text/javascript' ? [...parts, '\n', disguise] : parts, options)
        }
      }
    }, DISGUISE)
    const page = await context.newPage()
    await page.goto(url)
    const adapter = await page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()))
    if (!adapter && !isCI()) skip('this browser has no WebGPU in software')
    const photo = picture('waves.png')
    await choose(page, photo)
    await answered(page, photo)
    await computedBy(page, en.backend.engine).waitFor()
    // nothing is downloaded unasked
    await page.getByText(/WebGPU may be faster here. Finding out downloads \d+\.\d MB/).waitFor()
    expect(requests.filter(({ path }) => path.endsWith('.wasm'))).toEqual([])
    await page.getByRole('button', { name: en.answer.measure }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: words.title }).click()
    await dialog.getByText(words.fastest(en.backend.engine)).waitFor({ timeout: PATIENCE })
    for (const backend of [en.backend.engine, en.backend.wasm, en.backend.webgpu])
      await dialog.getByRole('row', { name: new RegExp(`^${backend} \\d`) }).waitFor()
    // what was found is kept for the next visit
    const kept = await page.evaluate(async (name) => {
      const cache = await caches.open(name)
      return Promise.all((await cache.keys()).map(async (key) => (await cache.match(key))?.json()))
    }, storedNames(url).backend)
    expect(kept).toEqual(['engine'])
  } finally {
    await context.close()
  }
})

test('WebGPU that is lost between photos is left for the engine, and the photo is answered', {
  timeout: 2 * PATIENCE,
}, async ({ browser, serve, open, skip }) => {
  const { page } = await open(`${(await serve()).url}?backend=webgpu`, { serviceWorkers: 'block' })
  const adapter = await page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()))
  if (!adapter && !isCI()) skip('this browser has no WebGPU in software')
  await page.getByText(en.model.ready).first().waitFor({ timeout: PATIENCE })
  const protocol = await browser.newBrowserCDPSession()
  await protocol.send('Browser.crashGpuProcess').catch(() => undefined) // it may end before it has answered
  const photo = picture('waves.png')
  await choose(page, photo)
  await answered(page, photo, PATIENCE)
  await computedBy(page, en.backend.engine).waitFor()
})
