import type { Page } from 'playwright-core'
import { describe, expect, inject } from 'vitest'
import { en } from '../src/words/en.ts'
import { realModel, test } from './fixtures.ts'
import {
  announcement,
  answered,
  answerLines,
  BEST,
  bestAnswer,
  choose,
  computedBy,
  copiedAnswers,
  give,
  heading,
  listen,
  ready,
} from './page.ts'
import { picture, seedPhoto, type Upload, withoutSeedPhotos } from './pictures.ts'

// What the DenseNet authors' weights answer by torchvision; the files are those of the tutorials.
const KNOWN: [file: string, classId: string, className: string, probability: number, within: number][] = [
  ['sample_file.jpeg', 'n02124075', 'Egyptian_cat', 0.977, 0.005],
  ['dog_test1.jpg', 'n02099712', 'Labrador_retriever', 0.932, 0.01],
  ['cat_image.jpg', 'n02123045', 'tabby', 0.686, 0.02],
]

describe.skipIf(withoutSeedPhotos())(
  'photos with known answers (skipped without the real model and ../shared/images/seed)',
  () => {
    test.for(KNOWN)('%s is %s %s with %d ± %d', async (known, { readyPage }) => {
      const [file, classId, className, probability, within] = known
      const page = await readyPage('real')
      await choose(page, seedPhoto(file))
      await answered(page, seedPhoto(file))
      expect(await bestAnswer(page).textContent()).toBe(className.replaceAll('_', ' '))
      expect(await answerLines(page).first().textContent()).toContain(classId)
      const [best] = (await copiedAnswers(page)).predictions
      expect(best?.label).toBe(className)
      expect(Math.abs((best?.probability ?? 0) - probability)).toBeLessThanOrEqual(within)
    })
  },
)

describe('a photo', () => {
  const photo = picture('waves.png')

  test('is answered with five classes, their probabilities falling, and how it was found', async ({
    serve,
    open,
  }) => {
    const { page, consoleErrors } = await open((await serve()).url)
    await ready(page)
    await choose(page, photo)
    await answered(page, photo)
    expect(await answerLines(page).count()).toBe(5)
    for (const line of await answerLines(page).allTextContents()) expect(line).toMatch(/n\d{8}/)
    const probabilities = (await copiedAnswers(page)).predictions.map(({ probability }) => probability)
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a))
    await computedBy(page, en.backend.engine).waitFor()
    await page.getByRole('tab', { name: en.views.timings }).click()
    await page.getByText('320 × 240 pixels').waitFor()
    expect(consoleErrors).toEqual([])
  })

  test('chosen while the model is on its way is answered when it has come', async ({ serve, open }) => {
    const server = await serve()
    let release = () => {}
    const until = new Promise<void>((resolve) => {
      release = resolve
    })
    server.fail(/^model\/.*\.onnx/, { kind: 'hold', after: 1000, until })
    // without a service worker: it may reload the page until a photo is chosen
    const { page } = await open(server.url, { serviceWorkers: 'block' })
    await page.getByRole('progressbar').waitFor()
    await choose(page, photo)
    await heading(page, en.working.waiting).waitFor()
    // the crop needs no model
    await page.getByRole('img', { name: en.photo.cropAlt }).waitFor()
    release()
    await answered(page, photo)
  })

  test.for(['drop', 'paste'] as const)('comes by %s', async (kind, { readyPage }) => {
    const page = await readyPage()
    await give(page, kind, [photo])
    await announcement(page).getByText(BEST).waitFor()
    expect(await answerLines(page).count()).toBe(5)
  })

  test('dropped while another is at work takes its place, and only its answer comes', async ({
    readyPage,
  }) => {
    const page = await readyPage()
    const second = picture('second.png', { seed: 5 })
    await choose(page, second)
    await answered(page, second)
    const alone = await copiedAnswers(page)

    // a large one, so that it is still at work when the second comes
    const first = picture('first.png', { width: 2000, height: 1500, seed: 3 })
    const said = await listen(page)
    await give(page, 'drop', [first, second])
    await answered(page, second)
    // whatever the first could still bring has come when a third has been answered
    await choose(page, photo)
    await answered(page, photo)
    expect((await said()).filter((text) => text.startsWith(BEST))).toHaveLength(2)

    await give(page, 'drop', [first, second])
    await answered(page, second)
    expect(await copiedAnswers(page)).toEqual(alone)
  })

  test('is answered again after the page is reloaded', async ({ serve, open }) => {
    const { page } = await open((await serve()).url)
    await ready(page)
    await choose(page, photo)
    await answered(page, photo)
    const before = await copiedAnswers(page)
    await page.reload()
    await ready(page)
    await choose(page, photo)
    await answered(page, photo)
    expect(await copiedAnswers(page)).toEqual(before)
  })
})

describe('a file that is no good', () => {
  const whole = picture('whole.png')
  const text: Upload = { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('Not an image.') }
  const BAD: [what: string, Upload, title: string][] = [
    ['a text', text, en.problem.texts['not-an-image'].title],
    [
      'an empty file',
      { ...text, name: 'empty.png', buffer: Buffer.alloc(0) },
      en.problem.texts['not-an-image'].title,
    ],
    [
      'an image that breaks off in its header',
      { ...whole, name: 'header.png', buffer: whole.buffer.subarray(0, 20) },
      en.problem.texts['damaged-image'].title,
    ],
    [
      'an image whose middle is garbage',
      { ...whole, name: 'garbage.png', buffer: Buffer.from(whole.buffer).fill(0xaa, 30, 400) },
      en.problem.texts['damaged-image'].title,
    ],
  ]

  test.for(BAD)('such as %s is explained, and the page goes on', async ([, bad, title], { readyPage }) => {
    const page = await readyPage()
    await choose(page, bad)
    await heading(page, title).waitFor()
    expect(await announcement(page).textContent()).toContain(title)
    await choose(page, whole)
    await answered(page, whole)
    expect(await heading(page, title).count()).toBe(0)
  })

  test('such as an image that breaks off in its pixels is explained or shown as far as it goes', async ({
    readyPage,
  }) => {
    // browsers may show the part that is there
    const page = await readyPage()
    const half = { ...whole, buffer: whole.buffer.subarray(0, whole.buffer.length >> 1) }
    await choose(page, half)
    await announcement(page)
      .filter({ hasText: new RegExp(`${BEST}|${en.problem.texts['damaged-image'].title}`) })
      .waitFor({ state: 'attached' })
  })
})

describe('the model', () => {
  test('that is not there is explained', async ({ serve, open }) => {
    const { page } = await open((await serve({ overlays: { 'model/': null } })).url)
    await heading(page, en.problem.texts['model-missing'].title).waitFor()
  })

  test('that breaks off on its way can be tried again, and the photo is kept', async ({ serve, open }) => {
    const server = await serve()
    const heal = server.fail(/^model\/.*\.onnx/, { kind: 'cut', after: 1000 })
    const { page } = await open(server.url, { serviceWorkers: 'block' })
    const photo = picture('waves.png')
    await choose(page, photo)
    await page.getByText(en.working.kept).waitFor()
    heal()
    await page.getByRole('button', { name: en.problem.retry }).click()
    await answered(page, photo)
  })

  test('whose file has a wrong byte is refused', async ({ serve, open }) => {
    const server = await serve()
    server.fail(/^model\/.*\.onnx/, { kind: 'flip', offset: 5000 })
    const { page } = await open(server.url)
    await heading(page, en.problem.texts['model-corrupt'].title).waitFor()
  })

  test('is the one that was prepared', async ({ serve, open }) => {
    const server = await serve(realModel())
    await ready((await open(server.url)).page)
    const asked = server.requests.filter(({ path, status }) => path.includes('.onnx') && status === 200)
    expect(asked.length, `a file of the ${inject('model').kind} model`).toBeGreaterThan(0)
  })
})

describe('threads', () => {
  const engine = new RegExp(`${en.backend.engine}, (\\d+) thread`)
  const threads = async (page: Page) =>
    Number(engine.exec((await page.getByText(engine).first().textContent()) ?? '')?.[1])

  test('are one on a host that sends no headers', async ({ serve, open }) => {
    const { page } = await open((await serve()).url, { serviceWorkers: 'block' })
    await ready(page)
    expect(await threads(page)).toBe(1)
  })
})
