import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { en } from '../src/words/en.ts'
import type { Upload } from './pictures.ts'
import { PATIENCE } from './visit.ts'

/** What a person does on the page and reads there, by roles and words. */

export interface Answers {
  predictions: { label: string; probability: number }[]
  success: boolean
}

/** How the announcement of an answer begins. */
export const BEST = en.announce.done('').split(':')[0] ?? ''

export const choose = (page: Page, upload: Upload) => page.setInputFiles('input[type=file]', upload)

/** What a screen reader is told: the page's state in a sentence. */
export const announcement = (page: Page) => page.getByRole('status').last()

export const ready = (page: Page) => page.getByText(en.model.ready).first().waitFor()

/** @returns once the service worker answers the page's requests; a first visit is there before */
export const served = (page: Page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null)

/** @returns once all is stored that flight mode needs */
export const readyOffline = (page: Page) => page.getByText(en.site.offline.ready).waitFor()

/** @returns once the answer for the photo of that name is there */
export async function answered(page: Page, { name }: Upload, timeout = PATIENCE): Promise<void> {
  await announcement(page).getByText(BEST).waitFor({ timeout })
  await page.getByRole('img', { name: en.photo.alt(name) }).waitFor()
}

/** The heading of an error, or of any other thing that the page says in large type. */
export const heading = (page: Page, name: string) => page.getByRole('heading', { name })

/** The best answer's heading, between its introduction and its probability. */
export const bestAnswer = (page: Page) =>
  page.locator('section').filter({ hasText: en.answer.eyebrow }).getByRole('heading', { level: 2 })

/** What the page says of which backend computed the answer. */
export const computedBy = (page: Page, backend: string) =>
  page.getByText(en.answer.made(backend, '').split(',')[0] ?? '')

/** The five answers, line by line: name, WordNet id, probability. */
export const answerLines = (page: Page) => page.locator('section').getByRole('listitem')

/** Presses the page's own button and takes what it copies. Pages of other tests have the same clipboard: it stays out. */
export async function copiedAnswers(page: Page): Promise<Answers> {
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => {
      document.documentElement.dataset.copied = text
    }
  })
  await page.getByRole('button', { name: en.copy.five }).click()
  await page.getByText(en.copy.done).waitFor()
  const copied: Answers = JSON.parse(
    await page.evaluate(() => document.documentElement.dataset.copied ?? '{}'),
  )
  expect(copied.success).toBe(true)
  expect(copied.predictions).toHaveLength(5)
  return copied
}

/** Fires a drop or a paste with files on the page's body, as the browser does, all within one task. */
export function give(page: Page, kind: 'drop' | 'paste', uploads: Upload[]): Promise<void> {
  const files = uploads.map(({ name, mimeType, buffer }) => ({
    name,
    type: mimeType,
    base64: buffer.toString('base64'),
  }))
  return page.evaluate(
    async ({ kind, files }) => {
      for (const { name, type, base64 } of files) {
        const transfer = new DataTransfer()
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
        transfer.items.add(new File([bytes], name, { type }))
        const options = { bubbles: true, cancelable: true }
        document.body.dispatchEvent(
          kind === 'drop'
            ? new DragEvent('drop', { ...options, dataTransfer: transfer })
            : new ClipboardEvent('paste', { ...options, clipboardData: transfer }),
        )
        await new Promise((resolve) => requestAnimationFrame(resolve))
      }
    },
    { kind, files },
  )
}

/** Remembers every sentence that the page's live region says from now on; returns the way to read them. */
export async function listen(page: Page): Promise<() => Promise<string[]>> {
  const region = await announcement(page).elementHandle()
  const said = await page.evaluateHandle((element) => {
    const sentences: string[] = []
    if (element) {
      new MutationObserver(() => {
        const text = element.textContent ?? ''
        if (text !== '' && text !== sentences.at(-1)) sentences.push(text)
      }).observe(element, { childList: true, characterData: true, subtree: true })
    }
    return sentences
  }, region)
  return () => said.jsonValue()
}
