import { describe, expect, test } from 'vitest'
import { ClassifierError } from './errors.ts'
import { Session, type SessionOptions } from './session.ts'
import { deferred, type FakeParts, type Faults, fakeParts, OPTIONS, quiet } from './test/fakes.ts'
import type { BackendName } from './types.ts'

async function start(faults: Partial<Faults> = {}, options: Partial<SessionOptions> = {}, given?: FakeParts) {
  const parts = given ?? fakeParts(faults)
  const session = new Session({ ...OPTIONS, ...options }, parts)
  await quiet()
  const state = () => parts.states.at(-1)
  return { session, parts, state, statuses: () => parts.states.map(({ status }) => status) }
}

const broken = (...names: BackendName[]): Partial<Faults> => ({
  async onStart(name) {
    if (names.includes(name)) throw new Error(`${name} is broken`)
  },
})

const offline = (...missing: string[]): Partial<Faults> => ({
  async load({ sha256 }) {
    if (missing.includes(sha256)) throw new ClassifierError('network', `${sha256} could not be fetched`)
  },
})

/** Backends that were started and never released. */
const alive = ({ started }: FakeParts) =>
  started.filter(({ released }) => released === 0).map(({ name }) => name)

describe('a session', () => {
  test('downloads, starts and serves', async () => {
    const { statuses, state, session, parts } = await start()
    expect(new Set(statuses())).toEqual(new Set(['downloading', 'starting', 'ready']))
    expect(statuses().indexOf('starting')).toBeGreaterThan(statuses().lastIndexOf('downloading'))
    expect(state()).toMatchObject({ status: 'ready', backend: 'engine', threads: 1, model: 'int8' })
    expect(parts.loads.toSorted()).toEqual(['int8', 'similar'])
    expect((await session.ready()).backend.name).toBe('engine')
  })

  test('sums up what comes at the same time', async () => {
    const { parts } = await start({ load: async (file, onProgress) => onProgress(file.bytes - 1) })
    const loading = parts.states.filter((state) => state.status === 'downloading')
    expect(loading.map(({ loaded }) => loaded)).toEqual(
      [...loading.map(({ loaded }) => loaded)].sort((a, b) => a - b),
    )
    expect(loading.at(-1)).toEqual({ status: 'downloading', loaded: 7, total: 7 })
  })

  test('without a model says why there is none', async () => {
    const { state, session } = await start({}, { manifestUrl: undefined })
    expect(state()).toMatchObject({
      status: 'failed',
      code: 'model-missing',
      missing: { remedy: ['Run npm start.'] },
    })
    await expect(session.ready()).rejects.toMatchObject({ code: 'model-missing' })
    await expect(session.measurable()).rejects.toMatchObject({ code: 'model-missing' })
  })

  test('fails with what is wrong with the model, and those who wait are told', async () => {
    const manifest = deferred<never>()
    const { state, session } = await start({ manifest: () => manifest.promise })
    const waiting = session.ready()
    manifest.reject(new ClassifierError('model-corrupt', 'off by one bit'))
    await expect(waiting).rejects.toMatchObject({ code: 'model-corrupt' })
    expect(state()).toEqual({ status: 'failed', code: 'model-corrupt', message: 'off by one bit' })
  })

  test('runs the exact file where that is asked for, without the engine', async () => {
    const { state } = await start({}, { exact: true })
    expect(state()).toMatchObject({ status: 'ready', backend: 'wasm', model: 'fp16' })
  })

  test('keeps of what is stored only what this version of the site names', async () => {
    const { session, parts } = await start()
    expect(parts.kept).toEqual([])
    await session.clean()
    expect(parts.kept.map((names) => names.toSorted())).toEqual([
      ['fp16', 'int8', 'similar', 'wasm-runtime', 'webgpu-runtime'],
    ])
  })

  test('stops storing files and choices', async () => {
    const { session, parts } = await start()
    await session.stopStoring()
    expect(parts.stops.toSorted()).toEqual(['files', 'remembered'])
  })
})

describe('a backend', () => {
  test('that can’t be started is left for the next, with its reason', async () => {
    const { state, parts } = await start(broken('engine'))
    expect(state()).toMatchObject({
      backend: 'wasm',
      notes: [{ backend: 'engine', reason: 'engine is broken', failed: true }, { backend: 'webgpu' }],
    })
    expect(alive(parts)).toEqual(['wasm'])
  })

  test('that can’t be compiled is left for the next', async () => {
    const { state } = await start({
      async onPrepare(name) {
        if (name === 'engine') throw new Error('no SIMD')
      },
    })
    expect(state()).toMatchObject({ status: 'ready', backend: 'wasm' })
  })

  test.each<[string, Partial<Faults>]>([
    [
      'gives other logits than recorded',
      { selfTest: async (name) => (name === 'engine' ? [1, 2.001] : [1, 2]) },
    ],
    [
      'breaks in its test',
      {
        async selfTest(name) {
          if (name === 'engine') throw new Error('broken')
          return [1, 2]
        },
      },
    ],
  ])('that %s is released and left', async (_, faults) => {
    const { state, parts } = await start(faults)
    expect(state()).toMatchObject({ status: 'ready', backend: 'wasm' })
    expect(parts.started.map(({ name, released }) => [name, released])).toEqual([
      ['engine', 1],
      ['wasm', 0],
    ])
  })

  test('that was prepared and whose model never comes is released', async () => {
    const { parts, state } = await start(offline('int8'))
    expect(state()).toMatchObject({ status: 'failed', code: 'network' })
    expect(parts.unused).toEqual(['engine'])
  })

  test('that was prepared and can’t read the classes is released', async () => {
    const parts = fakeParts()
    const readClasses = () => {
      throw new ClassifierError('model-corrupt', 'no table')
    }
    const { state } = await start({}, {}, { ...parts, readClasses })
    expect(state()).toMatchObject({ status: 'failed', code: 'model-corrupt' })
    expect(parts.unused).toEqual(['engine'])
    expect(parts.started).toEqual([])
  })

  test('of a runtime may differ by what drivers round', async () => {
    const { state } = await start({ ...broken('engine'), selfTest: async () => [1.05, 2] })
    expect(state()).toMatchObject({ status: 'ready', backend: 'wasm' })
  })

  test('whose test never ends is left after three minutes of the timer', async () => {
    const { state, parts } = await start({
      selfTest: (name) => (name === 'engine' ? new Promise(() => {}) : Promise.resolve([1, 2])),
    })
    expect(state()).toEqual({ status: 'starting' })
    parts.timers.tick(181)
    await quiet()
    expect(state()).toMatchObject({ status: 'ready', backend: 'wasm' })
    expect(alive(parts)).toEqual(['wasm'])
  })

  test('that breaks while it serves is released, and the next one serves', async () => {
    const { session, state, parts } = await start()
    const serving = await session.ready()
    session.reportBroken(serving, 'lost')
    expect((await session.ready()).backend.name).toBe('wasm')
    expect(state()).toMatchObject({
      backend: 'wasm',
      notes: expect.arrayContaining([{ backend: 'engine', reason: 'lost', failed: true }]),
    })
    expect(alive(parts)).toEqual(['wasm'])
  })

  test('that breaks is reported once, however many photos it was given', async () => {
    const { session, parts } = await start()
    const serving = await session.ready()
    session.reportBroken(serving, 'lost')
    session.reportBroken(serving, 'lost')
    await quiet()
    session.reportBroken(serving, 'lost')
    expect((await session.ready()).backend.name).toBe('wasm')
    expect(parts.started[0]?.released).toBe(1)
  })

  test('that is the last one and breaks is a failure that the state tells', async () => {
    const { session, state, parts } = await start()
    session.reportBroken(await session.ready(), 'lost')
    const waiting = session.ready()
    session.reportBroken(await waiting, 'lost too')
    await expect(session.ready()).rejects.toMatchObject({ code: 'inference-failed' })
    expect(state()).toMatchObject({ status: 'failed', code: 'inference-failed' })
    expect(state()).toMatchObject({ message: expect.stringContaining('engine: lost; ') })
    expect(alive(parts)).toEqual([])
  })

  test('that hung in an earlier worker is not tried again', async () => {
    const except = [{ backend: 'engine' as const, reason: 'no sign of life', failed: true as const }]
    const { state, parts } = await start({}, { except })
    expect(state()).toMatchObject({ status: 'ready', backend: 'wasm', notes: [except[0], {}] })
    expect(parts.started).toHaveLength(1)
  })
})

describe('in flight mode', () => {
  const remembering = (backend: BackendName, faults: Partial<Faults>) => {
    const parts = fakeParts({ obstacle: () => undefined, ...faults })
    parts.recalled.set('int8', backend)
    return parts
  }

  test('a remembered backend whose runtime is not stored gives way to what is', async () => {
    const parts = remembering('webgpu', offline('webgpu-runtime'))
    for (const stored of ['int8', 'similar']) parts.stored.add(stored)
    const { state } = await start({}, {}, parts)
    expect(state()).toMatchObject({
      status: 'ready',
      backend: 'engine',
      notes: [{ backend: 'webgpu', reason: expect.stringContaining('could not be fetched') }],
    })
  })

  test('what is not stored either is not waited for', async () => {
    const parts = remembering('webgpu', offline('webgpu-runtime', 'int8', 'similar', 'wasm-runtime'))
    const { state } = await start({}, {}, parts)
    expect(state()).toMatchObject({ status: 'failed', code: 'network' })
    expect(parts.loads).not.toContain('wasm-runtime')
  })

  test('a page of an older version whose files are gone goes on with what is stored', async () => {
    const parts = remembering('wasm', {
      async load({ sha256 }) {
        if (sha256 === 'wasm-runtime') throw new ClassifierError('page-outdated', 'gone')
      },
    })
    for (const stored of ['int8', 'similar']) parts.stored.add(stored)
    const { state } = await start({}, {}, parts)
    expect(state()).toMatchObject({ status: 'ready', backend: 'engine' })
  })

  test('a damaged file is no matter of the connection', async () => {
    const { state } = await start({
      async load({ sha256 }) {
        if (sha256 === 'int8') throw new ClassifierError('model-corrupt', 'damaged')
      },
    })
    expect(state()).toMatchObject({ status: 'failed', code: 'model-corrupt' })
  })
})

describe('what was measured', () => {
  test('comes first', async () => {
    const parts = fakeParts({ obstacle: () => undefined })
    parts.recalled.set('int8', 'webgpu')
    const { state } = await start({}, {}, parts)
    expect(state()).toMatchObject({ backend: 'webgpu' })
    expect(state()).not.toHaveProperty('offer')
  })

  test('counts no more where the graphics card is gone', async () => {
    const parts = fakeParts()
    parts.recalled.set('int8', 'webgpu')
    const { state } = await start({}, {}, parts)
    expect(state()).toMatchObject({ backend: 'engine', notes: [{ backend: 'webgpu', reason: 'no WebGPU' }] })
  })

  test('counts for its own file only', async () => {
    const parts = fakeParts({ obstacle: () => undefined })
    parts.recalled.set('int8', 'webgpu')
    const { state } = await start({}, { exact: true }, parts)
    expect(state()).toMatchObject({ backend: 'wasm' })
  })

  test('does not count against a person’s choice', async () => {
    const parts = fakeParts({ obstacle: () => undefined })
    parts.recalled.set('int8', 'webgpu')
    const { state } = await start({}, { backend: 'engine' }, parts)
    expect(state()).toMatchObject({ backend: 'engine' })
  })

  test('is remembered for the file that auto stands for', async () => {
    const { session, parts } = await start()
    await session.adopt('webgpu')
    expect([...parts.recalled]).toEqual([['int8', 'webgpu']])
  })
})

describe('WebGPU is offered', () => {
  const there: Partial<Faults> = { obstacle: () => undefined }

  test('with its size where a real adapter is there', async () => {
    const { state } = await start(there)
    expect(state()).toMatchObject({ backend: 'engine', offer: { backend: 'webgpu', downloadBytes: 27 } })
  })

  test.each<[string, Partial<Faults>, Partial<SessionOptions>]>([
    ['where there is none', {}, {}],
    ['to WebKit', there, { offersWebgpu: false }],
    ['to whoever saves data', there, { metered: true }],
    ['to whoever has chosen', there, { backend: 'engine' }],
  ])('not %s', async (_, faults, options) => {
    const parts = fakeParts(faults)
    for (const stored of ['int8', 'similar']) parts.stored.add(stored)
    const { state } = await start({}, options, parts)
    expect(state()).toMatchObject({ status: 'ready' })
    expect(state()).not.toHaveProperty('offer')
  })

  test('and nothing is downloaded for that', async () => {
    const { parts } = await start(there)
    expect(parts.loads).not.toContain('webgpu-runtime')
  })
})

describe('a metered connection', () => {
  const metered = { metered: true }

  test('is asked first, with the size', async () => {
    const { session, state, parts } = await start({}, metered)
    expect(state()).toEqual({ status: 'paused', reason: 'metered', loaded: 0, total: 7 })
    expect(parts.loads).toEqual([])
    session.resume()
    await quiet()
    expect(state()).toMatchObject({ status: 'ready', backend: 'engine' })
  })

  test('is not asked for what is stored', async () => {
    const parts = fakeParts()
    for (const stored of ['int8', 'similar']) parts.stored.add(stored)
    const { state } = await start({}, metered, parts)
    expect(state()).toMatchObject({ status: 'ready' })
  })

  test('is asked again before a fall back that needs more', async () => {
    const { session, state, parts } = await start(broken('engine'), metered)
    session.resume()
    await quiet()
    expect(state()).toMatchObject({ status: 'paused', reason: 'metered', total: 21 })
    expect(parts.loads).not.toContain('wasm-runtime')
    session.resume()
    await quiet()
    expect(state()).toMatchObject({ status: 'ready', backend: 'wasm' })
  })

  test('is asked again when what serves breaks', async () => {
    const { session, state, parts } = await start({}, metered)
    session.resume()
    await quiet()
    session.reportBroken(await session.ready(), 'lost')
    await quiet()
    expect(state()).toMatchObject({ status: 'paused', reason: 'metered' })
    expect(parts.loads).not.toContain('wasm-runtime')
  })

  test('once agreed to, is not asked again for the same', async () => {
    const { session, state } = await start({}, metered)
    session.resume()
    session.pause()
    await quiet()
    expect(state()).toMatchObject({ status: 'paused', reason: 'person' })
    session.resume()
    await quiet()
    expect(state()).toMatchObject({ status: 'ready' })
  })
})

describe('a pause', () => {
  /** A model that comes when the test says so, however often it is asked for. */
  function slow() {
    const gates: (() => void)[] = []
    const faults: Partial<Faults> = {
      load: ({ sha256 }, onProgress, signal) =>
        sha256 === 'similar'
          ? Promise.resolve()
          : new Promise((resolve, reject) => {
              onProgress(3)
              gates.push(resolve)
              signal.addEventListener('abort', () => reject(signal.reason))
            }),
    }
    return { gates, faults }
  }

  test('stops the download and says how far it was; it goes on when a person says so', async () => {
    const { gates, faults } = slow()
    const { session, state, parts } = await start(faults)
    session.pause()
    await quiet()
    expect(state()).toEqual({ status: 'paused', reason: 'person', loaded: 4, total: 7 })
    expect(parts.loads.filter((name) => name === 'int8')).toHaveLength(1)
    session.resume()
    await quiet()
    expect(state()).toMatchObject({ status: 'downloading' })
    expect(parts.loads.filter((name) => name === 'int8')).toHaveLength(2)
    expect(parts.loads.filter((name) => name === 'similar')).toHaveLength(1)
    gates.at(-1)?.()
    await quiet()
    expect(state()).toMatchObject({ status: 'ready' })
  })

  test('stops the download every time', async () => {
    const { gates, faults } = slow()
    const { session, state, parts } = await start(faults)
    for (let time = 1; time <= 3; time++) {
      session.pause()
      await quiet()
      expect(state()).toMatchObject({ status: 'paused' })
      session.resume()
      await quiet()
      expect(parts.loads.filter((name) => name === 'int8')).toHaveLength(1 + time)
    }
    gates.at(-1)?.()
    await quiet()
    expect(state()).toMatchObject({ status: 'ready' })
  })

  test('that comes when all is here holds nothing up, neither now nor later', async () => {
    const compiling = deferred()
    const { session, state } = await start({
      onPrepare: (name) => (name === 'engine' ? compiling.promise : Promise.resolve()),
    })
    session.pause()
    compiling.resolve()
    await quiet()
    expect(state()).toMatchObject({ status: 'ready', backend: 'engine' })
    session.reportBroken(await session.ready(), 'lost')
    await quiet()
    expect(state()).toMatchObject({ status: 'ready', backend: 'wasm' })
  })

  test('before the manifest is here holds from then on', async () => {
    const manifest = deferred<never>()
    const parts = fakeParts()
    const { MANIFEST } = await import('./test/fakes.ts')
    const held = { ...parts, loadManifest: () => manifest.promise.catch(() => MANIFEST) }
    const { session, state } = await start({}, {}, held)
    session.pause()
    manifest.reject(new Error('now'))
    await quiet()
    expect(state()).toMatchObject({ status: 'paused', reason: 'person', total: 7 })
    expect(parts.loads).toEqual([])
    session.resume()
    await quiet()
    expect(state()).toMatchObject({ status: 'ready' })
  })

  test('when nothing is downloaded changes nothing', async () => {
    const { session, state } = await start()
    session.pause()
    session.resume()
    await quiet()
    expect(state()).toMatchObject({ status: 'ready' })
  })
})

test('when one file fails, the others end before the state says so', async () => {
  let ended = false
  const { state } = await start({
    load: async ({ sha256 }, onProgress, signal) => {
      if (sha256 === 'similar') throw new ClassifierError('network', 'gone')
      await new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          // what is on its way still comes
          setImmediate(() => {
            onProgress(5)
            ended = true
            reject(signal.reason)
          })
        }),
      )
    },
  })
  expect(ended).toBe(true)
  expect(state()).toMatchObject({ status: 'failed', code: 'network', message: 'gone' })
})

describe('measuring', () => {
  const there: Partial<Faults> = { obstacle: () => undefined }
  const exclusive = <T>(work: () => Promise<T>) => work()
  const signal = () => new AbortController().signal

  test('says first what it would download', async () => {
    const { session } = await start(there)
    expect(await session.measurable()).toEqual([
      { backend: 'engine', downloadBytes: 0 },
      { backend: 'wasm', downloadBytes: 14 },
      { backend: 'webgpu', downloadBytes: 27 },
    ])
    await expect((await start()).session.measurable()).resolves.toContainEqual({
      backend: 'webgpu',
      downloadBytes: 0,
      obstacle: 'no WebGPU',
    })
  })

  test('runs each that is there, releases all but the one that serves, and withdraws the offer', async () => {
    const { session, parts, state } = await start(there)
    const measurements = await session.measure(exclusive, () => {}, signal())
    expect(measurements.map(({ backend }) => backend)).toEqual(['engine', 'wasm', 'webgpu'])
    expect(measurements[1]).toMatchObject({
      milliseconds: expect.any(Number),
      agreement: { difference: 0, sameTop: true },
    })
    expect(alive(parts)).toEqual(['engine'])
    expect(state()).not.toHaveProperty('offer')
    // and it does not come back on the next visit
    expect(parts.recalled.get('int8')).toBe('engine')
  })

  test('says of one that can’t be started why', async () => {
    const { session, parts } = await start({ ...there, ...broken('webgpu') })
    const measurements = await session.measure(exclusive, () => {}, signal())
    expect(measurements).toContainEqual({ backend: 'webgpu', obstacle: 'webgpu is broken' })
    expect(alive(parts)).toEqual(['engine'])
  })

  test('that is aborted releases what it has started', async () => {
    const controller = new AbortController()
    const { session, parts, state } = await start({
      ...there,
      async onStart(name) {
        if (name === 'webgpu') controller.abort(new Error('enough'))
      },
    })
    await expect(session.measure(exclusive, () => {}, controller.signal)).rejects.toThrow('enough')
    expect(alive(parts)).toEqual(['engine'])
    expect(state()).toMatchObject({ status: 'ready' })
  })

  test('keeps what was remembered', async () => {
    const parts = fakeParts(there)
    parts.recalled.set('int8', 'wasm')
    const { session } = await start({}, {}, parts)
    await session.measure(exclusive, () => {}, signal())
    expect(parts.recalled.get('int8')).toBe('wasm')
  })
})
