import { afterEach, describe, expect, test, vi } from 'vitest'
import { ClassifierClient, type ClassifierOptions, type ClientParts } from './client.ts'
import { ClassifierError } from './errors.ts'
import type { Request, Response } from './protocol.ts'
import { deferred, fakeTimers, quiet } from './test/fakes.ts'
import type { Classification, ModelState } from './types.ts'

/** A worker that says what a test says. */
class FakeWorker extends EventTarget {
  readonly got: Request[] = []
  terminated = false

  postMessage(request: Request): void {
    if (request.type === 'classify' && 'closed' in request.source)
      throw new DOMException('', 'DataCloneError')
    this.got.push(request)
  }

  terminate(): void {
    this.terminated = true
  }

  say(response: Response): void {
    this.dispatchEvent(new MessageEvent('message', { data: response }))
  }

  break(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }))
  }

  /** Its requests of a type. */
  asked<T extends Request['type']>(type: T): Extract<Request, { type: T }>[] {
    return this.got.filter((request): request is Extract<Request, { type: T }> => request.type === type)
  }
}

const READY: ModelState = {
  ...{ status: 'ready', backend: 'engine', threads: 1, model: 'int8', classes: [], notes: [] },
}
const FAILED: ModelState = { status: 'failed', code: 'network', message: 'gone' }
const MANIFEST_URL = 'model/manifest-0123456789abcdef.json'

function setUp(options: Partial<ClassifierOptions> = {}, change: Partial<ClientParts> = {}) {
  const workers: FakeWorker[] = []
  const timers = fakeTimers()
  const client = new ClassifierClient(
    { manifestUrl: MANIFEST_URL, ...options },
    {
      site: 'https://example.org/site/',
      startWorker(load) {
        const worker = new FakeWorker()
        worker.postMessage(load)
        workers.push(worker)
        return worker as FakeWorker & ReturnType<ClientParts['startWorker']>
      },
      obstacle: () => undefined,
      savesData: () => false,
      maxThreads: 4,
      every: timers.every,
      ...change,
    },
  )
  const last = () => {
    const worker = workers.at(-1)
    if (!worker) throw new Error('no worker was started')
    return worker
  }
  return { client, workers, last, timers }
}

function bitmap() {
  return {
    ...{ width: 1, height: 1, shut: false },
    close() {
      this.shut = true
    },
  }
}

function classification(change: Partial<Classification> = {}): Classification {
  return {
    predictions: [],
    looks: [{ region: { left: 0, top: 0, width: 1, height: 1 }, mirrored: false }],
    timings: { decode: 0, preprocess: 0, inference: 0, total: 0 },
    ...{ backend: 'engine', threads: 1, model: 'int8', width: 1, height: 1 },
    ...change,
  }
}

const photo = () => new Blob(['photo'])

afterEach(() => vi.unstubAllGlobals())

describe('the worker', () => {
  test('is told how to load the model', () => {
    const { last } = setUp({ backend: 'wasm', exact: true })
    expect(last().got).toEqual([
      {
        type: 'load',
        site: 'https://example.org/site/',
        manifestUrl: `https://example.org/site/${MANIFEST_URL}`,
        ...{ backend: 'wasm', exact: true, maxThreads: 4, metered: false },
        ...{ except: [], storesNothing: false },
      },
    ])
  })

  test('is told what the connection is like now, not when the page came', () => {
    let saves = false
    const { client, last } = setUp({}, { savesData: () => saves })
    saves = true
    client.configure({ exact: true })
    expect(last().asked('load')).toMatchObject([{ metered: true }])
  })

  test('is told that there is no model', () => {
    const { last } = setUp({ manifestUrl: undefined } as object)
    expect(last().got[0]).not.toHaveProperty('manifestUrl')
  })

  test('that can’t be started is a failure in words, and can be tried again', async () => {
    let refused = true
    const working = setUp().last()
    const { client } = setUp(
      {},
      {
        startWorker(load) {
          if (refused) throw new TypeError('refused by the policy')
          working.postMessage(load)
          return working as FakeWorker & ReturnType<ClientParts['startWorker']>
        },
      },
    )
    expect(client.state).toEqual({
      status: 'failed',
      code: 'worker-blocked',
      message: 'refused by the policy',
    })
    await expect(client.classify(photo())).rejects.toMatchObject({ code: 'worker-blocked' })
    await client.stopStoring()
    refused = false
    client.retry()
    expect(client.state).toEqual({ status: 'absent' })
    expect(working.asked('load').at(-1)).toMatchObject({ storesNothing: true })
  })

  test('is not started where the browser lacks what it needs', () => {
    const missing = new ClassifierError('no-webassembly', 'switched off')
    const { client, workers } = setUp({}, { obstacle: () => missing })
    expect(client.state).toMatchObject({ status: 'failed', code: 'no-webassembly' })
    expect(workers).toEqual([])
  })

  test.each([
    ['before it has said anything was refused', false, 'worker-blocked'],
    ['later is a mistake of ours', true, 'internal'],
  ])('that breaks %s', async (_, heard, code) => {
    const { client, last } = setUp()
    if (heard) last().say({ type: 'state', state: READY })
    const waiting = client.classify(photo())
    last().break('boom')
    await expect(waiting).rejects.toMatchObject({ code, message: expect.stringContaining('boom') })
    expect(client.state).toMatchObject({ status: 'failed', code })
    expect(last().terminated).toBe(true)
  })

  test('that was replaced is not heard any more, neither its errors nor its states', () => {
    const { client, workers } = setUp()
    client.configure({ exact: true })
    workers[0]?.say({ type: 'state', state: FAILED })
    workers[0]?.break('late')
    expect(client.state).toEqual({ status: 'absent' })
    workers[1]?.say({ type: 'state', state: READY })
    expect(client.state).toBe(READY)
  })
})

describe('a photo', () => {
  test('gets its own answer', async () => {
    const { client, last } = setUp()
    const { classify } = client // it may be handed on alone
    const [a, b] = [classify(photo()), client.classify(photo())]
    const [first, second] = last().asked('classify')
    last().say({ type: 'answer', id: second?.id ?? 0, classification: classification({ width: 2 }) })
    last().say({ type: 'answer', id: first?.id ?? 0, classification: classification({ width: 1 }) })
    expect((await a).width).toBe(1)
    expect((await b).width).toBe(2)
  })

  test('is asked for as the options say', () => {
    const { client, last } = setUp()
    const source = photo()
    void client.classify(source, {
      ...{ want: { top: 3 }, view: { kind: 'whole' }, priority: 'batch', latestOf: 'camera', keep: true },
      ...{ colorSpaceConversion: 'none', onPrepared: () => {} },
    })
    void client.classify(source, { keep: true, colorSpaceConversion: 'none' })
    void client.classify(photo(), { keep: true })
    void client.classify(photo())
    const [full, again, other, plain] = last().asked('classify')
    expect(full).toMatchObject({
      ...{ source, want: { top: 3 }, view: { kind: 'whole' }, priority: 'batch', latestOf: 'camera' },
      ...{ colorSpaceConversion: 'none', announces: true },
    })
    expect(again?.keep).toBe(full?.keep)
    expect(other?.keep).not.toBe(full?.keep)
    expect(plain).toMatchObject({ want: {}, view: { kind: 'center' }, priority: 'now', announces: false })
    expect(plain).not.toHaveProperty('keep')
  })

  test('that can’t be answered is rejected with what is wrong', async () => {
    const { client, last } = setUp()
    const waiting = client.classify(photo())
    last().say({ type: 'error', id: 1, code: 'damaged-image', message: 'no' })
    await expect(waiting).rejects.toMatchObject({ code: 'damaged-image', message: 'no' })
  })

  test('whose place a newer one has taken is rejected as aborted', async () => {
    const { client, last } = setUp()
    const waiting = client.classify(photo())
    last().say({ type: 'replaced', id: 1 })
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('that is aborted is told to the worker, and what still comes of it is closed', async () => {
    const { client, last } = setUp()
    const controller = new AbortController()
    const onPrepared = vi.fn()
    const waiting = client.classify(photo(), { signal: controller.signal, onPrepared })
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(last().asked('abort')).toEqual([{ type: 'abort', id: 1 }])
    const [prepared, answer] = [bitmap(), bitmap()]
    last().say({ type: 'prepared', id: 1, prepared: { crop: prepared, width: 1, height: 1 } })
    last().say({ type: 'answer', id: 1, classification: classification({ crop: answer }) })
    expect([prepared.shut, answer.shut]).toEqual([true, true])
    expect(onPrepared).not.toHaveBeenCalled()
  })

  test('that is aborted already costs nothing', async () => {
    const { client, last, timers } = setUp()
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(client.classify(photo(), { signal })).rejects.toThrow('enough')
    expect(last().asked('classify')).toEqual([])
    expect(timers.running.size).toBe(0)
  })

  test('that is answered leaves nothing at its signal', async () => {
    const { client, last } = setUp()
    const controller = new AbortController()
    const waiting = client.classify(photo(), { signal: controller.signal })
    last().say({ type: 'answer', id: 1, classification: classification() })
    await waiting
    controller.abort()
    expect(last().asked('abort')).toEqual([])
  })

  test('whose pixels are closed is refused, and the others go on', async () => {
    const { client, last } = setUp()
    const closed = Object.assign(new Blob(), { closed: true })
    await expect(client.classify(closed)).rejects.toMatchObject({ code: 'damaged-image' })
    const next = client.classify(photo())
    last().say({ type: 'answer', id: 2, classification: classification() })
    await next
  })

  test('can change its priority, also for a worker that comes later', () => {
    const { client, last } = setUp()
    const source = photo()
    void client.classify(photo(), { priority: 'batch' })
    void client.classify(source, { priority: 'batch' })
    client.prioritise(source, 'now')
    expect(last().asked('prioritise')).toEqual([{ type: 'prioritise', id: 2, priority: 'now' }])
    client.configure({ exact: true })
    expect(
      last()
        .asked('classify')
        .map(({ priority }) => priority),
    ).toEqual(['batch', 'now'])
  })
})

describe('photos that wait when the worker is replaced', () => {
  test.each<[string, (client: ClassifierClient) => void]>([
    ['by another choice', (client) => client.configure({ backend: 'wasm' })],
    ['to try again', (client) => client.retry()],
  ])('%s are asked for again, and answered once', async (_, replace) => {
    const { client, workers } = setUp()
    const crops = [bitmap(), bitmap()]
    const got: unknown[] = []
    const waiting = client.classify(photo(), { onPrepared: ({ crop }) => got.push(crop) })
    const prepared = (i: number): Response => ({
      type: 'prepared',
      id: 1,
      prepared: { crop: crops[i], width: 1, height: 1 },
    })
    workers[0]?.say(prepared(0))
    workers[0]?.say({ type: 'state', state: FAILED })
    replace(client)
    expect(workers[0]?.terminated).toBe(true)
    expect(workers[1]?.got.map(({ type }) => type)).toEqual(['load', 'classify'])
    // what the former still says counts no more
    workers[0]?.say({ type: 'error', id: 1, code: 'network', message: 'gone' })
    const late = bitmap()
    workers[0]?.say({ type: 'answer', id: 1, classification: classification({ crop: late }) })
    expect(late.shut).toBe(true)
    workers[1]?.say(prepared(1))
    workers[1]?.say({ type: 'answer', id: 1, classification: classification() })
    await waiting
    expect(got).toEqual([crops[0]])
    expect(crops.map(({ shut }) => shut)).toEqual([false, true])
  })

  test('nothing is tried again while nothing has failed, and the same choice changes nothing', () => {
    const { client, workers } = setUp({ backend: 'engine' })
    client.retry()
    client.configure({ backend: 'engine' })
    expect(workers).toHaveLength(1)
  })
})

describe('a worker that hangs', () => {
  const TWO_MINUTES = 24

  test('is replaced, its backend left out, and the photo answered by another', async () => {
    const { client, workers, timers } = setUp()
    workers[0]?.say({ type: 'state', state: READY })
    void client.classify(photo())
    timers.tick(TWO_MINUTES)
    expect(workers).toHaveLength(1)
    timers.tick()
    expect(workers[1]?.got).toMatchObject([
      { type: 'load', except: [{ backend: 'engine', failed: true }] },
      { type: 'classify' },
    ])
    // what a person asks for then is tried again
    client.configure({ exact: true })
    expect(workers[2]?.got[0]).toMatchObject({ except: [] })
  })

  test('is one that does not answer at all: a slow one does', () => {
    const { client, workers, timers } = setUp()
    workers[0]?.say({ type: 'state', state: READY })
    void client.classify(photo())
    for (let i = 0; i < 10; i++) {
      timers.tick(TWO_MINUTES)
      workers[0]?.say({ type: 'pong' })
    }
    expect(workers).toHaveLength(1)
    expect(workers[0]?.asked('ping')).toHaveLength(10 * TWO_MINUTES)
  })

  test('is not suspected while it loads the model', () => {
    const { client, workers, timers } = setUp()
    workers[0]?.say({ type: 'state', state: { status: 'starting' } })
    void client.classify(photo())
    timers.tick(10 * TWO_MINUTES)
    expect(workers).toHaveLength(1)
  })

  test('is looked for only while something waits', async () => {
    const { client, last, timers } = setUp()
    expect(timers.running.size).toBe(0)
    const waiting = client.classify(photo())
    expect(timers.running.size).toBe(1)
    last().say({ type: 'answer', id: 1, classification: classification() })
    await waiting
    expect(timers.running.size).toBe(0)
  })
})

describe('what other versions stored', () => {
  test('goes once the model is ready, if no other page may need it', async () => {
    const may = deferred<boolean>()
    const { client, last } = setUp({ mayDeleteOld: () => may.promise })
    expect(last().asked('clean')).toEqual([])
    last().say({ type: 'state', state: READY })
    may.resolve(true)
    await quiet()
    last().say({ type: 'state', state: READY })
    await quiet()
    expect(last().asked('clean')).toHaveLength(1)
    client.dispose()
  })

  test.each<[string, (() => Promise<boolean>) | undefined]>([
    ['another page may need it', async () => false],
    ['nobody knows', () => Promise.reject(new Error('no locks'))],
    ['nobody was asked', undefined],
  ])('stays where %s', async (_, mayDeleteOld) => {
    const { last } = setUp(mayDeleteOld ? { mayDeleteOld } : {})
    last().say({ type: 'state', state: READY })
    await quiet()
    expect(last().asked('clean')).toEqual([])
  })
})

describe('stopping to store', () => {
  test('ends when the worker says so, and holds for every later one', async () => {
    const { client, last } = setUp({ mayDeleteOld: async () => true })
    let stopped = false
    const stopping = client.stopStoring().then(() => {
      stopped = true
    })
    await quiet()
    expect(stopped).toBe(false)
    last().say({ type: 'done', id: 1 })
    await stopping
    client.configure({ exact: true })
    expect(last().asked('load')).toMatchObject([{ storesNothing: true }])
    last().say({ type: 'state', state: READY })
    await quiet()
    expect(last().asked('clean')).toEqual([])
  })

  test('a worker that has ended writes nothing either', async () => {
    const { client, last } = setUp()
    const stopping = client.stopStoring()
    last().break('boom')
    await stopping
  })
})

describe('measuring', () => {
  test('is asked of the worker, with its progress', async () => {
    const { client, last } = setUp()
    const seen: number[][] = []
    const measuring = client.measure({ onProgress: (...progress) => seen.push(progress) })
    const measurable = client.measurable()
    last().say({ type: 'progress', id: 1, loaded: 5, total: 27 })
    last().say({ type: 'measured', id: 1, measurements: [{ backend: 'webgpu', obstacle: 'none' }] })
    last().say({ type: 'measurable', id: 2, measurable: [] })
    expect(await measuring).toEqual([{ backend: 'webgpu', obstacle: 'none' }])
    expect(await measurable).toEqual([])
    expect(seen).toEqual([[5, 27]])
  })

  test.each<[string, Partial<ClassifierOptions>, 'engine' | 'webgpu', number]>([
    ['another backend serves', {}, 'webgpu', 2],
    ['it serves already', {}, 'engine', 1],
    ['a person has chosen one', { backend: 'engine' }, 'webgpu', 1],
  ])('what is adopted is remembered; where %s …', async (_, options, backend, workers) => {
    const page = setUp(options)
    page.last().say({ type: 'state', state: READY })
    const adopting = page.client.adopt(backend)
    expect(page.last().asked('adopt')).toEqual([{ type: 'adopt', id: 1, backend }])
    page.last().say({ type: 'done', id: 1 })
    await adopting
    expect(page.workers).toHaveLength(workers)
  })
})

test('whoever is subscribed hears of each state until it is told not to', () => {
  const { client, last } = setUp()
  const listener = vi.fn()
  const unsubscribe = client.subscribe(listener)
  last().say({ type: 'state', state: READY })
  expect(listener).toHaveBeenCalledTimes(1)
  unsubscribe()
  last().say({ type: 'state', state: FAILED })
  expect(listener).toHaveBeenCalledTimes(1)
})

test('once it is disposed of nothing works any more', async () => {
  const { client, workers } = setUp()
  const waiting = client.classify(photo())
  client.dispose()
  await expect(waiting).rejects.toMatchObject({ code: 'internal' })
  await expect(client.classify(photo())).rejects.toMatchObject({ code: 'internal' })
  client.configure({ exact: true })
  client.retry()
  expect(workers.map(({ terminated }) => terminated)).toEqual([true])
})
