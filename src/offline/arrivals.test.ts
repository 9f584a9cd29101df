import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ClassifierError, type ModelState, type Prediction } from '../classifier/index.ts'
import { answerPredictions, predict, receiveLaunched, receiveShared } from './arrivals.ts'
import type { ToServiceWorker } from './messages.ts'

const READY: ModelState = {
  status: 'ready',
  backend: 'engine',
  threads: 1,
  model: 'int8',
  classes: [],
  notes: [],
}
const CAT: Prediction = { index: 285, classId: 'n02124075', className: 'Egyptian_cat', probability: 0.75 }
const file = new Blob(['pixels'])
const soon = () => new Promise((resolve) => setTimeout(resolve, 5))

afterEach(() => vi.unstubAllGlobals())

function classifier(
  state: ModelState,
  classify: () => Promise<unknown> = async () => ({ predictions: [CAT] }),
) {
  return { state, classify: vi.fn(classify) } as unknown as Parameters<typeof answerPredictions>[0]
}

const restAnswer = (predictions: readonly Prediction[], top: number | undefined) => [
  predictions.map(({ className }) => className),
  top,
]

describe('a question of the service worker', () => {
  test.each([
    [undefined, 1],
    [5, 5],
  ])('for %s classes is answered in the page’s form', async (top, wanted) => {
    const ready = classifier(READY)
    expect(await predict(ready, restAnswer, { type: 'predict', file, top })).toEqual({
      ok: true,
      body: [['Egyptian_cat'], top],
    })
    expect(ready.classify).toHaveBeenCalledExactlyOnceWith(file, { want: { top: wanted } })
  })

  test.each<ModelState>([
    { status: 'absent' },
    { status: 'downloading', loaded: 1, total: 2 },
    { status: 'paused', reason: 'person', loaded: 1, total: 2 },
    { status: 'starting' },
  ])('while the model is $status is for later', async (state) => {
    const early = classifier(state)
    expect(await predict(early, restAnswer, { type: 'predict', file, top: 1 })).toMatchObject({
      ok: false,
      code: 'model-not-ready',
    })
    expect(early.classify).not.toHaveBeenCalled()
  })

  test('says why the model has failed: waiting does not help', async () => {
    const failed = classifier({ status: 'failed', code: 'model-missing', message: 'Not there.' })
    expect(await predict(failed, restAnswer, { type: 'predict', file, top: 1 })).toEqual({
      ok: false,
      code: 'model-missing',
      message: 'Not there.',
    })
  })

  test.each([
    [new ClassifierError('damaged-image', 'Broken.'), 'damaged-image', 'Broken.'],
    [new Error('What?'), 'internal', 'What?'],
    ['odd', 'internal', 'odd'],
  ])('says why the photo has failed: %s', async (error, code, message) => {
    const failing = classifier(READY, () => Promise.reject(error))
    expect(await predict(failing, restAnswer, { type: 'predict', file, top: 1 })).toEqual({
      ok: false,
      code,
      message,
    })
  })

  test('is answered on its port, and other messages are not', async () => {
    const container = new EventTarget()
    vi.stubGlobal('navigator', { serviceWorker: container })
    answerPredictions(classifier(READY), restAnswer)
    const port = { postMessage: vi.fn() }
    const say = (type: string) =>
      container.dispatchEvent(Object.assign(new Event('message'), { data: { type, file }, ports: [port] }))
    say('other')
    say('predict')
    await soon()
    expect(port.postMessage).toHaveBeenCalledExactlyOnceWith({
      ok: true,
      body: [['Egyptian_cat'], undefined],
    })
  })
})

describe('files that the system opens', () => {
  type Launch = { files: { getFile(): Promise<unknown> }[] }
  const onPhotos = vi.fn()
  const onUnreadable = vi.fn()
  let launch: (launch: Launch) => void

  beforeEach(() => {
    onPhotos.mockReset()
    onUnreadable.mockReset()
    vi.stubGlobal('launchQueue', {
      setConsumer: (consumer: typeof launch) => {
        launch = consumer
      },
    })
    receiveLaunched({ onPhotos, onUnreadable })
  })

  test('come to the page', async () => {
    launch({ files: [{ getFile: async () => 'a' }, { getFile: async () => 'b' }] })
    await soon()
    expect(onPhotos).toHaveBeenCalledExactlyOnceWith(['a', 'b'])
  })

  test('that can’t be read are said to be', async () => {
    launch({ files: [{ getFile: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }] })
    await soon()
    expect(onUnreadable).toHaveBeenCalledExactlyOnceWith('gone')
    expect(onPhotos).not.toHaveBeenCalled()
  })

  test('are none when the app is opened by its icon', async () => {
    launch({ files: [] })
    await soon()
    expect([onPhotos.mock.calls, onUnreadable.mock.calls]).toEqual([[], []])
  })

  test('come to no browser without the interface', () => {
    vi.stubGlobal('launchQueue', undefined)
    expect(() => receiveLaunched({ onPhotos, onUnreadable })).not.toThrow()
  })
})

describe('a photo that was shared to the app', () => {
  const replaceState = vi.fn()
  const asked: string[] = []

  /** @param give what the service worker answers */
  function open(query: string, give: unknown) {
    asked.length = 0
    vi.stubGlobal('location', new URL(`https://example.org/site/${query}`))
    vi.stubGlobal('history', { replaceState })
    const controller = {
      postMessage({ type }: ToServiceWorker, [port]: [MessagePort]) {
        asked.push(type)
        port.postMessage(give)
      },
    }
    vi.stubGlobal('navigator', { serviceWorker: { controller } })
  }

  test('is asked for where the address says so, which then says it no more', async () => {
    open('?x=1&shared', ['a photo'])
    const onPhotos = vi.fn()
    await receiveShared({ onPhotos })
    expect(onPhotos).toHaveBeenCalledExactlyOnceWith(['a photo'])
    expect(String(replaceState.mock.calls.at(-1)?.[2])).toBe('https://example.org/site/?x=1')
  })

  test('may be gone', async () => {
    open('?shared', undefined)
    const onPhotos = vi.fn()
    await receiveShared({ onPhotos })
    expect([asked, onPhotos.mock.calls]).toEqual([['shared'], []])
  })

  test('is not asked for on other visits', async () => {
    open('', 'a photo')
    const onPhotos = vi.fn()
    await receiveShared({ onPhotos })
    expect([asked, onPhotos.mock.calls]).toEqual([[], []])
  })
})
