/** The states and views of the page that `npm run screenshots` takes pictures of. */
import { existsSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { en } from '../src/words/en.ts'

/** The tutorial's photo where it is, else a public-domain one of our own fixtures. */
const PHOTO = [
  '../shared/images/seed/sample_file.jpeg',
  'src/classifier/image/fixtures/locomotion-house-cat.png',
].find(existsSync)

/** How the server serves the model's folder. */
export type Serving = 'whole' | 'half' | 'missing' | 'broken' | 'corrupt'

export interface Scene {
  name: string
  /** `whole` unless told. */
  serving?: Serving
  language?: string
  /** Brings the fresh page into the state and waits until it is there. */
  play(page: Page): Promise<void>
}

const picker = (page: Page) => page.locator('input[type=file]')
const isReady = (page: Page) => page.locator('.ready').waitFor()
const hasFailed = (page: Page) => page.locator('.problem').waitFor()

async function answered(page: Page) {
  await page.locator('.answer').waitFor()
  await page.waitForTimeout(600) // the bars grow
}

async function choosePhoto(page: Page) {
  if (PHOTO) await picker(page).setInputFiles(PHOTO)
}

async function chooseAndWait(page: Page) {
  await isReady(page)
  await choosePhoto(page)
  await answered(page)
}

/** Chooses the sample picture whose title begins so. */
async function sample(page: Page, title: string) {
  await isReady(page)
  await page.getByRole('button', { name: title }).click()
  await answered(page)
}

async function why(page: Page) {
  await page.locator('.why__button').click()
  await page.locator('canvas.map').waitFor()
  await page.waitForTimeout(600)
}

async function openView(page: Page, name: string) {
  await chooseAndWait(page)
  await page.getByRole('tab', { name, exact: true }).click()
  await page.getByRole('tabpanel').locator('*').first().waitFor()
  await page.waitForTimeout(1000)
}

async function openPanel(page: Page, button: string) {
  await isReady(page)
  await page.getByRole('button', { name: button }).click()
  await page.getByRole('dialog').waitFor()
  await page.waitForTimeout(400)
}

async function chooseBroken(page: Page, name: string, text: string) {
  await isReady(page)
  await picker(page).setInputFiles({ name, mimeType: 'image/jpeg', buffer: Buffer.from(text, 'latin1') })
  await hasFailed(page)
}

export const scenes: readonly Scene[] = [
  { name: 'empty', play: isReady },
  {
    name: 'drop',
    async play(page) {
      await isReady(page)
      await page.evaluate(() => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File([''], 'photo.jpg', { type: 'image/jpeg' }))
        window.dispatchEvent(new DragEvent('dragenter', { dataTransfer }))
      })
      await page.locator('.drop').waitFor()
    },
  },
  {
    name: 'downloading',
    serving: 'half',
    async play(page) {
      await page.getByRole('progressbar').waitFor()
      await page.waitForTimeout(1000)
    },
  },
  {
    name: 'queued',
    serving: 'half',
    async play(page) {
      await choosePhoto(page)
      await page.locator('.crop__pixels:not(.crop__pixels--empty)').waitFor()
      await page.waitForTimeout(1000)
    },
  },
  { name: 'done', play: chooseAndWait },
  { name: 'sample', play: (page) => sample(page, 'Abandoned Dust Bowl Home') },
  { name: 'sample-guess', play: (page) => sample(page, 'Acanthus mollis') },
  { name: 'sample-unknown', play: (page) => sample(page, 'Airplane') },
  {
    name: 'sample-why',
    async play(page) {
      await sample(page, 'Abandoned Dust Bowl Home')
      await why(page)
    },
  },
  {
    name: 'why',
    async play(page) {
      await chooseAndWait(page)
      await why(page)
    },
  },
  ...['My own part', 'Whole image', 'Average of 10'].map((choice) => ({
    name: `crop-${choice.split(' ')[0]?.toLowerCase()}`,
    async play(page: Page) {
      await chooseAndWait(page)
      await page.getByRole('radio', { name: choice }).check({ force: true })
      await page.waitForTimeout(2500) // the answer follows
    },
  })),
  ...(['groups', 'catOrDog', 'compare', 'take', 'timings'] as const).map((view) => ({
    name: view,
    play: (page: Page) => openView(page, en.views[view]),
  })),
  {
    name: 'take-map',
    async play(page) {
      await openView(page, en.views.take)
      await page.getByRole('tabpanel').getByRole('checkbox').check()
      await page.waitForTimeout(1000)
    },
  },
  {
    name: 'known',
    async play(page) {
      await sample(page, 'Airplane')
      await page.getByRole('button', { name: en.answer.known }).click()
      await page.waitForTimeout(1000)
    },
  },
  { name: 'settings', play: (page) => openPanel(page, en.settings.open) },
  { name: 'privacy', play: (page) => openPanel(page, en.site.check) },
  { name: 'done-ko', language: 'ko-KR', play: chooseAndWait },
  { name: 'done-zh', language: 'zh-CN', play: chooseAndWait },
  {
    name: 'not-an-image',
    play: (page) => chooseBroken(page, 'notes.jpg', 'Dear diary, today I saw a cat.'),
  },
  {
    name: 'damaged',
    play: (page) => chooseBroken(page, 'cat.jpg', '\xff\xd8\xff\xe0\x00\x10JFIF\x00and nothing more'),
  },
  { name: 'model-missing', serving: 'missing', play: hasFailed },
  { name: 'model-corrupt', serving: 'corrupt', play: hasFailed },
  {
    name: 'no-connection',
    serving: 'broken',
    async play(page) {
      await choosePhoto(page)
      await hasFailed(page)
    },
  },
]
