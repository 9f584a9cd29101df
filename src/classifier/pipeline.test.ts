import { describe, expect, test } from 'vitest'
import { ClassifierError } from './errors.ts'
import { type Job, Pipeline, type PipelineParts } from './pipeline.ts'
import type { PreparedPhoto } from './prepare.ts'
import type { Serving } from './start-backend.ts'
import { deferred, FakeBackend, quiet } from './test/fakes.ts'
import type { Prepared } from './types.ts'

const REGION = { left: 0, top: 0, width: 1, height: 1 }

/** A photo whose one byte is its number, looked at `crops` times. */
function photoOf(number: number, crops = 1): PreparedPhoto {
  const input = { rgb: Uint8Array.of(number), region: REGION, mirrored: false }
  return {
    ...{ inputs: [input, ...Array.from({ length: crops - 1 }, () => input)], width: 4, height: 3 },
    ...{ readBack: 'canvas', decode: 1, preprocess: 2 },
  }
}

interface Bitmap extends ImageBitmap {
  closed: boolean
}

function bitmap(): Bitmap {
  return {
    ...{ width: 1, height: 1, closed: false },
    close() {
      this.closed = true
    },
  }
}

const serving = (backend: FakeBackend): Serving => ({
  backend,
  model: 'int8',
  classes: [
    { id: 'n0', name: 'zero' },
    { id: 'n1', name: 'one' },
  ],
})

const compute = async () => {}
const selfTest = async () => []

function setUp(
  change: Partial<PipelineParts> = {},
  backend = new FakeBackend('engine', 0, compute, selfTest),
) {
  const events: string[] = []
  const prepared: Prepared[] = []
  const answers: Parameters<PipelineParts['onAnswer']>[1][] = []
  const errors: ClassifierError[] = []
  const bitmaps: Bitmap[] = []
  const broken: string[] = []
  const opened: number[] = []
  const pipeline = new Pipeline({
    async prepare(request) {
      const { number, crops } = request as TestJob
      opened.push(number)
      return photoOf(number, crops)
    },
    async toBitmap() {
      const made = bitmap()
      bitmaps.push(made)
      return made
    },
    ready: async () => serving(backend),
    reportBroken: (_, reason) => broken.push(reason),
    yieldThread: () => new Promise((resolve) => setImmediate(resolve)),
    now: () => 0,
    onPrepared(id, one) {
      events.push(`prepared ${id}`)
      prepared.push(one)
    },
    onAnswer(id, classification) {
      events.push(`answer ${id}`)
      answers.push(classification)
    },
    onError(id, error) {
      events.push(`error ${id}`)
      errors.push(error)
    },
    onReplaced: (id) => events.push(`replaced ${id}`),
    ...change,
  })
  return { pipeline, events, prepared, answers, errors, bitmaps, broken, opened, backend }
}

interface TestJob extends Job {
  number: number
  crops: number
}

function job(id: number, change: Partial<TestJob> = {}): TestJob {
  return {
    ...{ id, number: id, crops: 1, source: new Blob(), view: { kind: 'center' }, want: {} },
    ...{ priority: 'now', colorSpaceConversion: 'default', announces: false },
    ...change,
  }
}

/** A backend that answers when a test says so. */
function held() {
  const gates: (() => void)[] = []
  const backend = new FakeBackend(
    'engine',
    0,
    (_, signal) =>
      new Promise((resolve, reject) => {
        gates.push(resolve)
        signal?.addEventListener('abort', () => reject(signal.reason))
      }),
    selfTest,
  )
  return { backend, goOn: () => gates.shift()?.() }
}

describe('photos', () => {
  test('are answered in order, each with its own answer', async () => {
    const { pipeline, events, answers } = setUp()
    for (const id of [3, 1, 2]) pipeline.add(job(id, { want: { probabilities: true } }))
    await quiet()
    expect(events).toEqual(['answer 3', 'answer 1', 'answer 2'])
    expect(answers.map(({ probabilities }) => probabilities?.[0])).toEqual(
      [3, 1, 2].map((logit) => expect.closeTo(Math.exp(logit) / (Math.exp(logit) + 1), 5)),
    )
  })

  test('of a higher priority overtake', async () => {
    const { backend, goOn } = held()
    const { pipeline, events } = setUp({}, backend)
    pipeline.add(job(1, { priority: 'batch' }))
    await quiet()
    for (const id of [2, 3, 4, 5]) pipeline.add(job(id, { priority: 'batch' }))
    pipeline.add(job(6, { priority: 'next' }))
    pipeline.add(job(7, { priority: 'now' }))
    for (let i = 0; i < 7; i++) {
      await quiet()
      goOn()
    }
    await quiet()
    expect(events).toEqual([1, 7, 6, 2, 3, 4, 5].map((id) => `answer ${id}`))
  })

  test('can change their priority while they wait', async () => {
    const { backend, goOn } = held()
    const { pipeline, events } = setUp({}, backend)
    for (const id of [1, 2, 3, 4, 5, 6]) pipeline.add(job(id, { priority: 'batch' }))
    await quiet()
    pipeline.prioritise(6, 'now')
    pipeline.prioritise(3, 'next')
    for (let i = 0; i < 6; i++) {
      await quiet()
      goOn()
    }
    await quiet()
    expect(events).toEqual([1, 6, 3, 2, 4, 5].map((id) => `answer ${id}`))
  })

  test('are prepared a few ahead and no more, however many wait', async () => {
    const { backend, goOn } = held()
    const { pipeline, opened } = setUp({}, backend)
    for (let id = 0; id < 1000; id++) pipeline.add(job(id, { priority: 'batch' }))
    await quiet()
    expect(opened).toEqual([0, 1, 2]) // one of them is with the backend
    goOn()
    await quiet()
    expect(opened).toEqual([0, 1, 2, 3])
    pipeline.add(job(1000, { priority: 'now' }))
    await quiet()
    expect(opened.at(-1)).toBe(1000)
  })

  test('are prepared while the model loads, and what will be seen is told', async () => {
    const model = deferred<Serving>()
    const { pipeline, events, prepared, backend } = setUp({ ready: () => model.promise })
    pipeline.add(job(1, { announces: true, want: { crop: true } }))
    await quiet()
    expect(events).toEqual(['prepared 1'])
    expect(prepared).toEqual([{ crop: expect.anything(), width: 4, height: 3 }])
    model.resolve(serving(backend))
    await quiet()
    expect(events).toEqual(['prepared 1', 'answer 1'])
  })

  test('that can’t be decoded fail alone', async () => {
    const { pipeline, events, errors } = setUp({
      async prepare(request) {
        const { number } = request as TestJob
        if (number === 2) throw new ClassifierError('damaged-image', 'no')
        return photoOf(number)
      },
    })
    for (const id of [1, 2, 3]) pipeline.add(job(id))
    await quiet()
    expect(events.toSorted()).toEqual(['answer 1', 'answer 3', 'error 2'])
    expect(errors).toMatchObject([{ code: 'damaged-image' }])
  })

  test('are all told when there is no model, and so are later ones', async () => {
    const { pipeline, events, errors } = setUp({
      ready: () => Promise.reject(new ClassifierError('inference-failed', 'none is left')),
    })
    for (const id of [1, 2, 3, 4]) pipeline.add(job(id))
    await quiet()
    pipeline.add(job(5))
    await quiet()
    expect(events.toSorted()).toEqual([1, 2, 3, 4, 5].map((id) => `error ${id}`))
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['inference-failed']))
  })
})

describe('of photos of one name only the latest waits', () => {
  test('the former is replaced, and neither prepared nor inferred if it need not be', async () => {
    const { backend, goOn } = held()
    const { pipeline, events, opened } = setUp({}, backend)
    pipeline.add(job(1, { latestOf: 'camera' }))
    await quiet()
    for (const id of [2, 3, 4, 5]) pipeline.add(job(id, { latestOf: 'camera' }))
    pipeline.add(job(6, { latestOf: 'other camera' }))
    await quiet()
    for (let i = 0; i < 3; i++) {
      goOn()
      await quiet()
    }
    expect(events).toEqual([...[2, 3, 4].map((id) => `replaced ${id}`), 'answer 1', 'answer 5', 'answer 6'])
    expect(backend.runs).toEqual([1, 5, 6])
    expect(opened).not.toContain(3)
  })

  test('pixels of the former are closed', () => {
    const { pipeline } = setUp({ prepare: () => new Promise(() => {}) })
    const frames = [bitmap(), bitmap(), bitmap()]
    frames.forEach((source, id) => {
      pipeline.add(job(id, { source, latestOf: 'camera' }))
    })
    // the first is with `prepare`, which closes it
    expect(frames.map(({ closed }) => closed)).toEqual([false, true, false])
  })
})

describe('a photo that is aborted', () => {
  test('while the model loads costs no inference', async () => {
    const model = deferred<Serving>()
    const { pipeline, events, backend } = setUp({ ready: () => model.promise })
    for (const id of [1, 2]) pipeline.add(job(id))
    await quiet()
    pipeline.abort(1)
    model.resolve(serving(backend))
    await quiet()
    expect(backend.runs).toEqual([2])
    expect(events).toEqual(['answer 2'])
  })

  test('between two crops costs no further one, even where the backend can’t stop', async () => {
    const gate = deferred()
    const stubborn = new FakeBackend('wasm', 0, () => gate.promise, selfTest)
    const { pipeline, events, broken } = setUp({}, stubborn)
    pipeline.add(job(1, { crops: 10 }))
    await quiet()
    pipeline.abort(1)
    gate.resolve()
    pipeline.add(job(2))
    await quiet()
    expect(stubborn.runs).toEqual([1, 2])
    expect(events).toEqual(['answer 2'])
    expect(broken).toEqual([])
  })

  test('by a message that comes while the backend computes without a break, is seen before the next crop', async () => {
    const { pipeline, backend } = setUp()
    pipeline.add(job(1, { crops: 10 }))
    setImmediate(() => setImmediate(() => setImmediate(() => pipeline.abort(1))))
    await quiet()
    expect(backend.runs.length).toBeLessThan(10)
  })

  test('stops the backend that can stop, which is no fault of it', async () => {
    const { backend } = held()
    const { pipeline, events, broken } = setUp({}, backend)
    pipeline.add(job(1))
    await quiet()
    pipeline.abort(1)
    await quiet()
    expect([events, broken]).toEqual([[], []])
  })

  test('while it is prepared is never heard of again', async () => {
    const opening = deferred<PreparedPhoto>()
    const { pipeline, events, backend } = setUp({ prepare: () => opening.promise })
    pipeline.add(job(1, { announces: true, want: { crop: true } }))
    await quiet()
    pipeline.abort(1)
    opening.resolve(photoOf(1))
    await quiet()
    expect([events, backend.runs]).toEqual([[], []])
  })

  test.each([true, false])('while its crop is made has that closed (announced: %s)', async (announces) => {
    const made = bitmap()
    const making = deferred<ImageBitmap>()
    const { pipeline, events } = setUp({ toBitmap: () => making.promise })
    pipeline.add(job(1, { announces, want: { crop: true } }))
    await quiet()
    pipeline.abort(1)
    making.resolve(made)
    await quiet()
    expect([events, made.closed]).toEqual([[], true])
  })

  test('has its pixels closed if nothing has been done with them', async () => {
    const { pipeline } = setUp({ prepare: () => new Promise(() => {}) })
    const source = bitmap()
    pipeline.add(job(1))
    pipeline.add(job(2, { source }))
    pipeline.abort(2)
    expect(source.closed).toBe(true)
  })
})

describe('a backend that breaks', () => {
  /** Backends of which each breaks after so many runs. */
  function breaking(...limits: number[]) {
    const backends = limits.map((limit, serial) => {
      const backend: FakeBackend = new FakeBackend(
        'wasm',
        serial,
        async () => {
          if (backend.runs.length > limit) throw new Error('lost')
        },
        selfTest,
      )
      return backend
    })
    let at = 0
    const reported: string[] = []
    const parts: Partial<PipelineParts> = {
      async ready() {
        const backend = backends[at]
        if (!backend) throw new ClassifierError('inference-failed', 'none is left')
        return serving(backend)
      },
      reportBroken(_, reason) {
        reported.push(reason)
        at += 1
      },
    }
    return { backends, parts, reported }
  }

  test('is reported, and the photo answered by the next', async () => {
    const { backends, parts, reported } = breaking(0, 9)
    const { pipeline, events } = setUp(parts)
    pipeline.add(job(1))
    await quiet()
    expect([events, reported]).toEqual([['answer 1'], ['lost']])
    expect(backends.map(({ runs }) => runs)).toEqual([[1], [1]])
  })

  test('in the middle of an average has all of its crops made again: they come from one', async () => {
    const { parts, backends } = breaking(3, 99)
    const { pipeline, answers } = setUp(parts)
    pipeline.add(job(7, { crops: 5, want: { maps: true } }))
    await quiet()
    expect(backends[1]?.runs).toHaveLength(5)
    expect(answers[0]?.looks.map(({ maps }) => maps?.values[0])).toEqual([1, 1, 1, 1, 1])
  })

  test('and is the last is an error for each photo', async () => {
    const { parts } = breaking(0)
    const { pipeline, events } = setUp(parts)
    for (const id of [1, 2]) pipeline.add(job(id))
    await quiet()
    expect(events).toEqual(['error 1', 'error 2'])
  })

  test('gives no numbers: that is a break, too', async () => {
    const { pipeline, broken } = setUp({
      ready: async () => {
        if (broken.length > 0) throw new ClassifierError('inference-failed', 'none is left')
        const backend = new FakeBackend('wasm', 0, compute, selfTest)
        backend.run = async () => ({ logits: Float32Array.of(1, Number.NaN) })
        return serving(backend)
      },
    })
    pipeline.add(job(1))
    await quiet()
    expect(broken).toEqual(['the logits are not finite'])
  })

  test('while its photo is aborted is reported all the same', async () => {
    const gate = deferred()
    const { pipeline, broken, events } = setUp({}, new FakeBackend('webgpu', 0, () => gate.promise, selfTest))
    pipeline.add(job(1))
    await quiet()
    pipeline.abort(1)
    gate.reject(new Error('lost'))
    await quiet()
    expect([broken, events]).toEqual([['lost'], []])
  })

  test('does not keep a photo of a person waiting behind those that it owes', async () => {
    const model = deferred<Serving>()
    const { backends, parts } = breaking(0, 99)
    const ready = parts.ready
    let asked = 0
    const { pipeline, events } = setUp({
      ...parts,
      ready: () => (++asked === 1 && ready ? ready() : model.promise),
    })
    pipeline.add(job(1, { priority: 'batch' }))
    await quiet()
    pipeline.add(job(2, { priority: 'now' }))
    await quiet()
    if (backends[1]) model.resolve(serving(backends[1]))
    await quiet()
    expect(events).toEqual(['answer 2', 'answer 1'])
  })
})

describe('what is wanted', () => {
  test('is computed and sent, and nothing else', async () => {
    const asked: object[] = []
    const { pipeline, answers, bitmaps, backend } = setUp()
    const run = backend.run.bind(backend)
    backend.run = (rgb, want, signal) => {
      asked.push(want)
      return run(rgb, want, signal)
    }
    pipeline.add(job(1))
    pipeline.add(job(2, { want: { maps: true, features: true, probabilities: true, crop: true, top: 1 } }))
    await quiet()
    expect(asked).toEqual([{}, { maps: true, features: true }])
    expect(answers[0]).not.toHaveProperty('probabilities')
    expect(answers[0]).not.toHaveProperty('crop')
    expect(answers[0]?.predictions).toHaveLength(2)
    expect(answers[1]?.predictions).toHaveLength(1)
    expect(answers[1]).toHaveProperty('probabilities')
    expect(answers[1]?.crop).toBe(bitmaps[0])
    expect(bitmaps).toHaveLength(1)
  })

  test('comes once: a crop that was announced is not in the answer too', async () => {
    const { pipeline, answers, prepared, bitmaps } = setUp()
    pipeline.add(job(1, { announces: true, want: { crop: true } }))
    pipeline.add(job(2, { announces: true }))
    await quiet()
    expect(bitmaps).toHaveLength(1)
    expect(prepared.map(({ crop }) => crop)).toEqual([bitmaps[0], undefined])
    expect(answers[0]).not.toHaveProperty('crop')
  })
})

test('while something else computes alone, no photo is inferred', async () => {
  const gate = deferred()
  const { pipeline, backend, events } = setUp()
  const alone = pipeline.exclusive(() => gate.promise)
  pipeline.add(job(1, { priority: 'batch' }))
  await quiet()
  expect(backend.runs).toEqual([])
  pipeline.add(job(2))
  await quiet()
  gate.resolve()
  await alone
  await quiet()
  expect(events).toEqual(['answer 2', 'answer 1'])
})

test('what computes alone and fails blocks nobody', async () => {
  const { pipeline, events } = setUp()
  const alone = pipeline.exclusive(() => Promise.reject(new Error('no')))
  pipeline.add(job(1))
  await expect(alone).rejects.toThrow('no')
  await quiet()
  expect(events).toEqual(['answer 1'])
})

describe('a small picture', () => {
  const withThumbnail = (thumbnail: Bitmap) => async () => ({ ...photoOf(1), thumbnail })

  test('is told before the model answers', async () => {
    const thumbnail = bitmap()
    const { pipeline, prepared } = setUp({ prepare: withThumbnail(thumbnail) })
    pipeline.add(job(1, { announces: true, want: { thumbnail: 100 } }))
    await quiet()
    expect(prepared).toEqual([{ crop: undefined, thumbnail, width: 4, height: 3 }])
    expect(thumbnail.closed).toBe(false)
  })

  test('is closed where nobody hears of it', async () => {
    const thumbnail = bitmap()
    const { pipeline } = setUp({ prepare: withThumbnail(thumbnail) })
    pipeline.add(job(1, { want: { thumbnail: 100 } }))
    await quiet()
    expect(thumbnail.closed).toBe(true)
  })

  test.each([true, false])(
    'of a job that is aborted meanwhile is closed (announced: %s)',
    async (announces) => {
      const thumbnail = bitmap()
      const ready = deferred<PreparedPhoto>()
      const { pipeline, prepared } = setUp({ prepare: () => ready.promise })
      pipeline.add(job(1, { announces, want: { thumbnail: 100 } }))
      pipeline.abort(1)
      ready.resolve({ ...photoOf(1), thumbnail })
      await quiet()
      expect([thumbnail.closed, prepared.length]).toEqual([true, 0])
    },
  )

  test('of a job that is aborted while its crop is made is closed with that', async () => {
    const [thumbnail, crop] = [bitmap(), bitmap()]
    const made = deferred<ImageBitmap>()
    const { pipeline, prepared } = setUp({
      prepare: withThumbnail(thumbnail),
      toBitmap: () => made.promise,
    })
    pipeline.add(job(1, { announces: true, want: { crop: true, thumbnail: 100 } }))
    await quiet()
    pipeline.abort(1)
    made.resolve(crop)
    await quiet()
    expect([thumbnail.closed, crop.closed, prepared.length]).toEqual([true, true, 0])
  })
})
