import { isCI } from '../scripts/test-setup/real-model.ts'
import { en } from '../src/i18n/en.ts'
import { SOFTWARE_WEBGPU } from './browser.ts'
import { test as base } from './fixtures.ts'
import { answered, choose, computedBy, ready } from './page.ts'
import { picture } from './pictures.ts'

const test = base.override('browserArgs', { scope: 'file' }, () => SOFTWARE_WEBGPU)

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
  await page.getByText('only a software adapter').waitFor()
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
