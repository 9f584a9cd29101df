import { describe, expect, test, vi } from 'vitest'
import type { PredictAnswer, PredictRequest } from './messages.ts'
import { answerPredict } from './predict.ts'

const PREDICT = 'https://example.org/site/predict'
const BODY = { class_id: 'n02124075', class_name: 'Egyptian_cat' }

function form(file: Blob | string = new Blob(['pixels']), name = 'file'): FormData {
  const data = new FormData()
  if (file instanceof Blob) data.append(name, file, 'photo.jpg')
  else data.append(name, file)
  return data
}

const post = (body: BodyInit, query = '', headers: HeadersInit = {}) =>
  new Request(PREDICT + query, { method: 'POST', body, headers })

const ok: PredictAnswer = { ok: true, body: BODY }

/** Status, body and what the page was asked, when it answers so. */
async function answer(request: Request, said: PredictAnswer | undefined = ok) {
  const ask = vi.fn(async (_: PredictRequest) => said)
  const response = await answerPredict(request, ask)
  expect(response.headers.get('Content-Type')).toBe('application/json')
  const body: unknown = await response.json()
  return { status: response.status, body, headers: response.headers, asked: ask.mock.calls.map(([m]) => m) }
}

describe('a photo', () => {
  test('is handed to the page, whose answer is passed on', async () => {
    const { status, body, asked } = await answer(post(form()))
    expect([status, body]).toEqual([200, BODY])
    expect(asked).toMatchObject([{ type: 'predict', top: undefined }])
    expect(await asked[0]?.file.text()).toBe('pixels')
  })

  test('is asked several classes of', async () => {
    const { status, asked } = await answer(post(form(), '?top=2'))
    expect(status).toBe(200)
    expect(asked).toMatchObject([{ top: 2 }])
  })

  test.each(['1', '1000'])('may be asked %s classes of', async (top) => {
    expect((await answer(post(form(), `?top=${top}`))).status).toBe(200)
  })
})

const error = (code: string) => ({ error: { code, message: expect.stringMatching(/\w/) } })

describe('is refused without asking the page:', () => {
  test.each(['GET', 'PUT', 'DELETE', 'HEAD'])('%s', async (method) => {
    const { status, body, headers, asked } = await answer(new Request(PREDICT, { method }))
    expect([status, body, asked]).toEqual([405, error('method-not-allowed'), []])
    expect(headers.get('Allow')).toBe('POST')
  })

  test.each([
    ['a form without a file', new FormData()],
    ['a file in another field', form(new Blob(['pixels']), 'image')],
    ['a text in place of the file', form('pixels')],
    ['an empty file', form(new Blob([]))],
    ['no form', 'pixels'],
  ])('%s', async (_, body) => {
    const answered = await answer(post(body))
    expect([answered.status, answered.body, answered.asked]).toEqual([400, error('no-file'), []])
  })

  test.each(['0', '-1', '1001', '1.5', 'five', ''])('top=%s', async (top) => {
    const { status, body, asked } = await answer(post(form(), `?top=${top}`))
    expect([status, body, asked]).toEqual([400, error('bad-request'), []])
  })

  test('more bytes than 100 files of 64 MiB, by what the header promises', async () => {
    const request = post(form())
    const headers = new Headers({ 'Content-Length': String(100 * 64 * 1024 * 1024 + 1) })
    Object.defineProperty(request, 'headers', { value: headers })
    const { status, body, asked } = await answer(request)
    expect([status, body, asked]).toEqual([413, error('image-too-large'), []])
  })

  test('more bytes than 64 MiB, by what came', async () => {
    const { status, body, asked } = await answer(post(form(new Blob([new Uint8Array(64 * 1024 * 1024 + 1)]))))
    expect([status, body, asked]).toEqual([413, error('image-too-large'), []])
  })
})

test('a file of exactly 64 MiB is not too large', async () => {
  const request = post(form(new Blob([new Uint8Array(64 * 1024 * 1024)])))
  expect((await answer(request)).status).toBe(200)
})

test.each([
  ['not-an-image', 415],
  ['damaged-image', 415],
  ['unsupported-image', 415],
  ['image-too-large', 413],
  ['inference-failed', 500],
  ['network', 500],
  ['model-missing', 500],
  ['internal', 500],
])('the page says %s: status %i', async (code, status) => {
  const answered = await answer(post(form()), { ok: false, code, message: 'Because.' })
  expect([answered.status, answered.body]).toEqual([status, { error: { code, message: 'Because.' } }])
  expect(answered.headers.has('Retry-After')).toBe(false)
})

function formOf(...files: (Blob | string)[]): FormData {
  const data = new FormData()
  for (const file of files) {
    if (file instanceof Blob) data.append('file', file, 'photo.jpg')
    else data.append('file', file)
  }
  return data
}

describe('several photos', () => {
  test('are answered by an array in their order, one after another', async () => {
    let asking = 0
    const ask = async ({ file, top }: PredictRequest): Promise<PredictAnswer> => {
      asking += 1
      expect([asking, top]).toEqual([1, 2])
      await new Promise((resolve) => setTimeout(resolve, file.size === 1 ? 20 : 0))
      asking -= 1
      return { ok: true, body: { label: await file.text() } }
    }
    const request = post(formOf(new Blob(['a']), new Blob(['bb']), new Blob(['ccc'])), '?top=2')
    const response = await answerPredict(request, ask)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual([{ label: 'a' }, { label: 'bb' }, { label: 'ccc' }])
  })

  test('have errors in the places of those that can’t be answered', async () => {
    const ask = async ({ file }: PredictRequest): Promise<PredictAnswer> =>
      file.size === 2 ? { ok: false, code: 'not-an-image', message: 'Because.' } : ok
    const tooLarge = new Blob([new Uint8Array(64 * 1024 * 1024 + 1)])
    const files = [new Blob(['a']), new Blob(['bb']), new Blob([]), 'text', tooLarge, new Blob(['a'])]
    const response = await answerPredict(post(formOf(...files)), ask)
    expect([response.status, await response.json()]).toEqual([
      200,
      [
        ...[BODY, { error: { code: 'not-an-image', message: 'Because.' } }, error('no-file')],
        ...[error('no-file'), error('image-too-large'), BODY],
      ],
    ])
  })

  test('are a hundred at most', async () => {
    const photos = (count: number) => post(formOf(...Array.from({ length: count }, () => new Blob(['a']))))
    const { status, body, asked } = await answer(photos(100))
    expect([status, body, asked.length]).toEqual([200, Array.from({ length: 100 }, () => BODY), 100])
    expect(await answer(photos(101))).toMatchObject({ status: 400, body: error('bad-request'), asked: [] })
  })
})

describe('503 with Retry-After', () => {
  test('while the model is not ready', async () => {
    const said = { ok: false, code: 'model-not-ready', message: 'Later.' } as const
    const { status, body, headers } = await answer(post(form()), said)
    expect([status, body]).toEqual([503, error('model-not-ready')])
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0)
  })

  test('for all of several photos, and asks for no more', async () => {
    const request = post(formOf(new Blob(['1']), new Blob(['2']), new Blob(['3'])))
    const ask = vi.fn(async ({ file }: PredictRequest) => ((await file.text()) === '1' ? ok : undefined))
    const response = await answerPredict(request, ask)
    expect([response.status, await response.json()]).toEqual([503, error('model-not-ready')])
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect(ask).toHaveBeenCalledTimes(2)
  })

  test('when no page is open', async () => {
    const response = await answerPredict(post(form()), async () => undefined)
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual(error('model-not-ready'))
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
  })
})
