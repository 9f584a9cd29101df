import type { Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { samples } from '../src/app/samples/list.ts'
import { storedNames } from '../src/storage/names.ts'
import { en } from '../src/words/en.ts'
import { realModel, test } from './fixtures.ts'
import { announcement, BEST, choose, heading, ready } from './page.ts'
import type { StaticServer } from './static-server.ts'

const BARN = 'Abandoned Dust Bowl Home'

/** Once the answer for the sample of that title is there. */
async function answeredSample(page: Page, title: string): Promise<void> {
  await announcement(page).getByText(BEST).waitFor()
  await page.getByRole('img', { name: en.photo.alt(title) }).waitFor()
}

const thumbnails = ({ requests }: StaticServer) =>
  requests.filter(({ path }) => /thumbnail.*\.jpg/.test(path)).map(({ path }) => path)
const pictures = ({ requests }: StaticServer) =>
  requests.filter(({ path }) => /^(?!.*thumbnail).*\.jpg/.test(path)).map(({ path }) => path)

test('a first visit loads each thumbnail once, and the pictures themselves only after its first answer', async ({
  serve,
  open,
}) => {
  const server = await serve()
  const { page } = await open(server.url)
  await ready(page)
  await page.getByRole('button', { name: BARN }).getByRole('presentation').waitFor()
  expect(thumbnails(server).length).toBe(samples.length)
  expect(new Set(thumbnails(server)).size).toBe(samples.length)
  expect(pictures(server)).toEqual([])
  await page.getByRole('button', { name: BARN }).click()
  await answeredSample(page, BARN)
  await expect.poll(() => new Set(pictures(server)).size).toBe(samples.length)
})

test('all are there offline, with their credit', async ({ serve, open }) => {
  // the browser's own cache would hide what the page has not stored
  const server = await serve({ headers: { 'Cache-Control': 'no-store' } })
  const { page, consoleErrors } = await open(server.url)
  await ready(page)
  await page.getByRole('button', { name: BARN }).click()
  await answeredSample(page, BARN)
  await page.getByText('Ready to work offline').waitFor()
  await expect
    .poll(() =>
      page.evaluate(
        async (name) => (await (await caches.open(name)).keys()).length,
        storedNames(page.url()).samples,
      ),
    )
    .toBe(samples.length)
  await server.close()

  for (const { title, maker, date } of samples) {
    await page.reload()
    await ready(page)
    const choice = page.getByRole('button', { name: title })
    await expect
      .poll(() => choice.locator('img').evaluate((img) => (img as HTMLImageElement).naturalWidth))
      .toBe(240)
    await choice.click()
    await answeredSample(page, title)
    await page.getByText(`${maker}, ${date}`).waitFor()
  }
  expect(consoleErrors).toEqual([])
})

test('one that can’t be loaded is said so, and the next try goes through', async ({ serve, open }) => {
  const server = await serve()
  const { page } = await open(server.url)
  await ready(page)
  const heal = server.fail(/dust-bowl-home-(?!thumb)/, { kind: 'status', status: 500 })
  await page.getByRole('button', { name: BARN }).click()
  await page.getByRole('alert').getByText(en.samples.failed).waitFor()
  heal()
  await page.getByRole('button', { name: BARN }).click()
  await answeredSample(page, BARN)
})

test('the keyboard alone chooses one and goes on in the page', async ({ readyPage }) => {
  const page = await readyPage()
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
  for (let i = 0; i < 12 && (await focused()) !== BARN; i++) await page.keyboard.press('Tab')
  expect(await focused()).toBe(BARN)
  await page.keyboard.press('Enter')
  await answeredSample(page, BARN)
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('photo')
})

test('a photo of one’s own that comes first stays', async ({ serve, open }) => {
  const server = await serve()
  const { page } = await open(server.url)
  await ready(page)
  let arrive = () => {}
  const until = new Promise<void>((resolve) => {
    arrive = resolve
  })
  server.fail(/dust-bowl-home-(?!thumb)/, { kind: 'hold', after: 100, until })
  await page.getByRole('button', { name: BARN }).click()
  const own = { name: 'mine.txt', mimeType: 'text/plain', buffer: Buffer.from('no photo') }
  await choose(page, own)
  await heading(page, en.problem.texts['not-an-image'].title).waitFor()
  arrive()
  await page.waitForLoadState('networkidle')
  await heading(page, en.problem.texts['not-an-image'].title).waitFor()
})

test.skipIf(inject('model').kind !== 'real')(
  'the network knows some, guesses at others, and does not recognise the last (skipped without the real model)',
  async ({ serve, open }) => {
    const { page } = await open((await serve(realModel())).url)
    const headlines: Record<string, string> = {}
    for (const { title } of samples) {
      await page.reload()
      await ready(page)
      await page.getByRole('button', { name: title }).click()
      await answeredSample(page, title)
      headlines[title] =
        (await page.locator('main').getByRole('heading', { level: 2 }).first().textContent()) ?? ''
    }
    expect(headlines).toMatchObject({
      'Abandoned Dust Bowl Home': 'barn',
      'Alpine Landscape': 'alp (mountain)',
      'A March Pastoral, Suffolk': 'ram (sheep)',
      'Airplane, Viewed from Above Looking Down': en.answer.unrecognised,
    })
  },
)
