import { describe, expect, test } from 'vitest'
import { ClassifierError } from './errors.ts'
import type { ClassifyRequest, LoadRequest, Request, Response } from './protocol.ts'
import { Requests, type Services } from './requests.ts'
import { deferred, quiet } from './test/fakes.ts'

const LOAD: LoadRequest = {
  ...{ type: 'load', site: 'https://example.org/site/', exact: false, maxThreads: 1, metered: false },
  ...{ except: [], storesNothing: false },
}

const CLASSIFY: ClassifyRequest = {
  ...{ type: 'classify', id: 1, source: new Blob(), want: {}, view: { kind: 'center' }, priority: 'now' },
  ...{ colorSpaceConversion: 'default', announces: false },
}

const PICTURE: ImageBitmap = { width: 4, height: 3, close() {} }

/** Services that say what was done with them. */
function setUp(change: Partial<Services['session']> = {}) {
  const done: unknown[][] = []
  const sent: Response[] = []
  const transferred: Transferable[] = []
  const note =
    (name: string) =>
    (...given: unknown[]) => {
      done.push([name, ...given])
    }
  const services: Services = {
    session: {
      pause: note('pause'),
      resume: note('resume'),
      clean: async () => note('clean')(),
      measurable: async () => [{ backend: 'webgpu', downloadBytes: 27 }],
      measure: async () => [],
      adopt: async (backend) => note('adopt')(backend),
      stopStoring: async () => note('stop')(),
      ...change,
    },
    pipeline: {
      add: note('add'),
      abort: note('abort'),
      prioritise: note('prioritise'),
      exclusive: (work) => work(),
    },
    preparer: { keep: note('keep'), thumbnail: async () => PICTURE },
  }
  const requests = new Requests(
    () => services,
    (response, transfer = []) => {
      sent.push(response)
      transferred.push(...transfer)
    },
  )
  return { handle: (request: Request) => requests.handle(request), done, sent, transferred }
}

test('nothing comes before the model is to be loaded', () => {
  expect(() => setUp().handle({ type: 'pause' })).toThrow('pause came before load')
})

test('each request reaches who is concerned', async () => {
  const { handle, done, sent } = setUp()
  handle(LOAD)
  handle(CLASSIFY)
  handle({ ...CLASSIFY, keep: 'a' })
  handle({ type: 'prioritise', id: 1, priority: 'next' })
  handle({ type: 'abort', id: 1 })
  handle({ type: 'forget' })
  handle({ type: 'pause' })
  handle({ type: 'resume' })
  handle({ type: 'clean' })
  handle({ type: 'ping' })
  await quiet()
  expect(done).toEqual([
    ['add', CLASSIFY],
    ['keep', 'a'],
    ['add', { ...CLASSIFY, keep: 'a' }],
    ['prioritise', 1, 'next'],
    ['abort', 1],
    ['keep', undefined],
    ['pause'],
    ['resume'],
    ['clean'],
  ])
  expect(sent).toEqual([{ type: 'pong' }])
})

test('a worker that is to store nothing never begins to', () => {
  const { handle, done } = setUp()
  handle({ ...LOAD, storesNothing: true })
  expect(done).toEqual([['stop']])
})

describe('what has an answer gets it', () => {
  test('under its number', async () => {
    const { handle, done, sent } = setUp()
    handle(LOAD)
    handle({ type: 'measurable', id: 1 })
    handle({ type: 'adopt', id: 2, backend: 'webgpu' })
    handle({ type: 'stop-storing', id: 3 })
    handle({ type: 'measure', id: 4 })
    await quiet()
    expect(sent).toHaveLength(4)
    expect(sent).toEqual(
      expect.arrayContaining([
        { type: 'measurable', id: 1, measurable: [{ backend: 'webgpu', downloadBytes: 27 }] },
        { type: 'done', id: 2 },
        { type: 'done', id: 3 },
        { type: 'measured', id: 4, measurements: [] },
      ]),
    )
    expect(done).toEqual([['adopt', 'webgpu'], ['stop']])
  })

  test('only once it is done', async () => {
    const stopping = deferred()
    const { handle, sent } = setUp({ stopStoring: () => stopping.promise })
    handle(LOAD)
    handle({ type: 'stop-storing', id: 1 })
    await quiet()
    expect(sent).toEqual([])
    stopping.resolve()
    await quiet()
    expect(sent).toEqual([{ type: 'done', id: 1 }])
  })

  test('or what went wrong', async () => {
    const failing = () => Promise.reject(new ClassifierError('network', 'gone'))
    const { handle, sent } = setUp({ measurable: failing, clean: failing })
    handle(LOAD)
    handle({ type: 'measurable', id: 1 })
    handle({ type: 'clean' })
    await quiet()
    expect(sent).toEqual([{ type: 'error', id: 1, code: 'network', message: 'gone' }])
  })
})

test('measuring tells its progress, and stops when it is aborted', async () => {
  const { handle, sent } = setUp({
    measure: (_, onProgress, signal) => {
      onProgress(1, 2)
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('enough'))))
    },
  })
  handle(LOAD)
  handle({ type: 'measure', id: 7 })
  handle({ type: 'abort', id: 6 })
  await quiet()
  expect(sent).toEqual([{ type: 'progress', id: 7, loaded: 1, total: 2 }])
  handle({ type: 'abort', id: 7 })
  await quiet()
  expect(sent[1]).toMatchObject({ type: 'error', id: 7, message: 'enough' })
})

test('a small picture is sent without a copy', async () => {
  const { handle, sent, transferred } = setUp()
  handle(LOAD)
  handle({ type: 'thumbnail', id: 3, source: new Blob(), side: 100 })
  await quiet()
  expect(sent).toEqual([{ type: 'thumbnail', id: 3, bitmap: PICTURE }])
  expect(transferred).toEqual([PICTURE])
})
