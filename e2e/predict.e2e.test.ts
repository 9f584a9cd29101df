import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { realModel, test } from './fixtures.ts'
import { answered, ready, served } from './page.ts'
import { picture, seedPhoto, type Upload, withoutSeedPhotos } from './pictures.ts'
import type { StaticServer } from './static-server.ts'

interface Asked {
  method?: string
  /** After `predict`. */
  query?: string
  /** Name of the form's field. */
  field?: string
  file?: Pick<Upload, 'name' | 'mimeType' | 'buffer'>
  /** In place of one. */
  files?: Pick<Upload, 'name' | 'mimeType' | 'buffer'>[]
  /** In place of a form. */
  text?: string
  /** In place of `file`: so many bytes. */
  bytes?: number
}

interface Answered {
  status: number
  type: string | null
  retryAfter: string | null
  body: unknown
}

/** Asks as a script of the page would. */
function predict(page: Page, { file, files = file ? [file] : [], ...asked }: Asked): Promise<Answered> {
  const contents = files.map(({ buffer, ...one }) => ({ ...one, base64: buffer.toString('base64') }))
  return page.evaluate(
    async ({ contents, method = 'POST', query = '', field = 'file', text, bytes }) => {
      const form = new FormData()
      for (const content of contents) {
        const pixels = Uint8Array.from(atob(content.base64), (character) => character.charCodeAt(0))
        form.append(field, new File([pixels], content.name, { type: content.mimeType }))
      }
      if (bytes) form.append(field, new Blob([new Uint8Array(bytes)]), 'photo.jpg')
      const body = method === 'GET' ? null : (text ?? form)
      const response = await fetch(`predict${query}`, { method, body })
      return {
        status: response.status,
        type: response.headers.get('Content-Type'),
        retryAfter: response.headers.get('Retry-After'),
        body: await response.json(),
      }
    },
    { contents, ...asked },
  )
}

const photo = picture('waves.png')
const error = (code: string) => ({ error: { code, message: expect.stringMatching(/\w/) } })

/** Nothing of `predict` has come to the server. */
function expectUnasked({ requests }: StaticServer): void {
  expect(requests.filter(({ method, path }) => method !== 'GET' || path.startsWith('predict'))).toEqual([])
}

test.skipIf(withoutSeedPhotos())(
  'POST predict gives the tutorial’s answer for its photo (skipped without the real model and ../shared/images/seed)',
  async ({ serve, open }) => {
    const server = await serve(realModel())
    const { page } = await open(server.url)
    await ready(page)
    await served(page)
    const file = seedPhoto('sample_file.jpeg')
    expect(await predict(page, { file })).toMatchObject({
      status: 200,
      body: { class_id: 'n02124075', class_name: 'Egyptian_cat' },
    })
    expectUnasked(server)
  },
)

describe('POST predict', () => {
  test('answers each question as documented, and asks no server', async ({ serve, open }) => {
    const server = await serve()
    const { page } = await open(server.url)
    await ready(page)
    await served(page)

    const best = await predict(page, { file: photo })
    expect(best).toMatchObject({ status: 200, type: 'application/json' })
    expect(best.body).toEqual({
      class_id: expect.stringMatching(/^n\d{8}$/),
      class_name: expect.stringMatching(/^\w/),
    })

    const prediction = { label: expect.stringMatching(/^\w/), probability: expect.any(Number) }
    const five = await predict(page, { file: photo, query: '?top=5' })
    expect(five).toMatchObject({ status: 200, type: 'application/json' })
    expect(five.body).toEqual({ predictions: Array.from({ length: 5 }, () => prediction), success: true })

    const text = { ...photo, buffer: Buffer.from('Not an image.') }
    const damaged = { ...photo, buffer: photo.buffer.subarray(0, 20) }
    const refused: [Asked, number, string][] = [
      [{ method: 'GET' }, 405, 'method-not-allowed'],
      [{ method: 'PUT', file: photo }, 405, 'method-not-allowed'],
      [{}, 400, 'no-file'],
      [{ text: 'no form' }, 400, 'no-file'],
      [{ file: photo, field: 'image' }, 400, 'no-file'],
      [{ file: photo, query: '?top=0' }, 400, 'bad-request'],
      [{ file: text }, 415, 'not-an-image'],
      [{ file: damaged }, 415, 'damaged-image'],
      [{ bytes: 64 * 1024 * 1024 + 1 }, 413, 'image-too-large'],
    ]
    for (const [asked, status, code] of refused) {
      const answer = await predict(page, asked)
      expect(answer, code).toMatchObject({ status, type: 'application/json' })
      expect(answer.body).toEqual(error(code))
    }
    expectUnasked(server)
  })

  test('answers several photos by an array in their order, with errors in their places', async ({
    serve,
    open,
  }) => {
    const server = await serve()
    const { page } = await open(server.url)
    await ready(page)
    await served(page)
    const other = picture('other.png', { seed: 3 })
    const alone = [photo, other].map((file) => predict(page, { file, query: '?top=3' }))
    const [first, second] = (await Promise.all(alone)).map(({ body }) => body)
    expect(first).not.toEqual(second)
    const text = { ...photo, buffer: Buffer.from('Not an image.') }
    const answer = await predict(page, { files: [photo, text, other], query: '?top=3' })
    expect(answer).toMatchObject({ status: 200, type: 'application/json' })
    expect(answer.body).toEqual([first, error('not-an-image'), second])
    expectUnasked(server)
  })

  test('says that the model is still on its way, and when to ask again', async ({ serve, open }) => {
    const server = await serve()
    let release = () => {}
    const until = new Promise<void>((resolve) => {
      release = resolve
    })
    server.fail(/\.onnx$/, { kind: 'hold', after: 1000, until })
    const { page } = await open(server.url)
    await served(page)
    await page.getByRole('progressbar').waitFor()
    const answer = await predict(page, { file: photo })
    expect(answer).toMatchObject({ status: 503, type: 'application/json', body: error('model-not-ready') })
    expect(Number(answer.retryAfter)).toBeGreaterThan(0)
    release()
    await ready(page)
    expect((await predict(page, { file: photo })).status).toBe(200)
    expectUnasked(server)
  })
})

/** Sends a form by navigating, as the system does when a photo is shared to the installed app. */
async function share(page: Page, action: string, { name, mimeType, buffer }: Upload): Promise<void> {
  await page.evaluate(
    ({ action, name, mimeType, base64 }) => {
      const form = document.createElement('form')
      const input = document.createElement('input')
      const files = new DataTransfer()
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      files.items.add(new File([bytes], name, { type: mimeType }))
      Object.assign(form, { action, method: 'post', enctype: 'multipart/form-data' })
      Object.assign(input, { type: 'file', name: 'photo', files: files.files })
      form.append(input)
      document.documentElement.append(form)
      form.submit()
    },
    { action, name, mimeType, base64: buffer.toString('base64') },
  )
}

describe('a photo that comes from outside', () => {
  test('by sharing is answered, and comes to no server', async ({ serve, open }) => {
    const server = await serve()
    const { page } = await open(server.url)
    await ready(page)
    await served(page)
    // the page's own policy forbids forms; the system's come from outside of the site
    await page.goto(`${server.origin}/outside`)
    await share(page, `${server.url}share`, photo)
    await answered(page, photo)
    expect(page.url()).toBe(server.url)
    expect(server.requests.filter(({ method }) => method !== 'GET')).toEqual([])
    expect(server.requests.filter(({ path }) => /share/.test(path))).toEqual([])

    // once: it is not kept
    await page.goto(`${server.url}?shared`)
    await ready(page)
    expect(await page.getByRole('img', { name: `Your photo, ${photo.name}` }).count()).toBe(0)
  })

  test('by opening it with the installed app is answered', async ({ serve, browser }) => {
    const server = await serve()
    const context = await browser.newContext()
    try {
      // headless browsers install nothing: the system's side is played here
      await context.addInitScript((base64) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
        const file = new File([bytes], 'opened.png', { type: 'image/png' })
        const launchQueue = {
          setConsumer: (consume: (launch: object) => void) =>
            consume({ files: [{ getFile: async () => file }] }),
        }
        Object.defineProperty(globalThis, 'launchQueue', { value: launchQueue })
      }, photo.buffer.toString('base64'))
      const page = await context.newPage()
      await page.goto(server.url)
      await answered(page, { ...photo, name: 'opened.png' })
    } finally {
      await context.close()
    }
  })
})
