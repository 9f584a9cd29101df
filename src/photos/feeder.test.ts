import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Classification, ClassifierError } from '../classifier/index.ts'
import { askAgain, callOff } from './collection.ts'
import { createDuplicates } from './duplicates.ts'
import { Feeder, type FeederParts } from './feeder.ts'
import { createPhotos } from './store.ts'
import {
  createFakeClassifier,
  type FakeClassifier,
  fakeBitmap,
  fakeClassification,
  type Request,
  ready,
} from './test/fake-classifier.ts'
import { fakeObjectUrls } from './test/object-urls.ts'

const flush = () => new Promise((resolve) => setTimeout(resolve))
/** Each with bytes of its own. */
const files = (count: number, prefix = '') =>
  Array.from({ length: count }, (_, i) => new File([`${prefix}bytes ${i}`], `${prefix}${i}.jpg`))

async function setUp(count: number, given = files(count)) {
  const classifier = createFakeClassifier()
  const urls = fakeObjectUrls()
  const photos = createPhotos(classifier, urls)
  const thumbnails: ImageBitmap[] = []
  let clock = 0
  photos.choose(given, 'chosen')
  const feeder = new Feeder({
    ...{ photos, hierarchy: () => null },
    classifier: rejectingWhenAborted(classifier),
    duplicates: createDuplicates((file) => file.text()),
    onThumbnail: (_, bitmap) => thumbnails.push(bitmap),
    now: () => (clock += 100),
  })
  await flush()
  const open = () => classifier.requests.filter((request) => !replied.has(request) && !isAborted(request))
  const replied = new Set<Request>()
  const reply = async (request = open()[0]) => {
    if (request) replied.add(request)
    request?.resolve(fakeClassification())
    await flush()
  }
  const statuses = () => photos.getState().items.map(({ brief }) => brief.status)
  return { classifier, urls: urls.alive, photos, feeder, thumbnails, open, reply, replied, statuses }
}

/** As the client does. */
function rejectingWhenAborted(fake: FakeClassifier): FeederParts['classifier'] {
  return {
    get state() {
      return fake.state
    },
    subscribe: fake.subscribe,
    classify(source, options) {
      if (!(source instanceof Blob)) throw new Error('the source is no file')
      const signal = options?.signal
      const aborted = new Promise<Classification>((_, reject) =>
        signal?.addEventListener('abort', () => reject(signal.reason)),
      )
      return Promise.race([fake.classify(source, options), aborted])
    },
  }
}

const isAborted = ({ options }: Request) => options.signal?.aborted ?? false

describe('feeding', () => {
  it('asks for a few ahead, for little and last, in their order', async () => {
    const { open, reply, statuses } = await setUp(6)
    expect(open().map(({ source }) => source instanceof File && source.name)).toEqual([
      '0.jpg',
      '1.jpg',
      '2.jpg',
    ])
    expect(open()[0]?.options).toMatchObject({ priority: 'batch', want: { top: 5, thumbnail: 256 } })
    expect(open()[0]?.options.want).not.toHaveProperty('maps')
    await reply()
    expect(statuses()).toEqual(['answered', 'asked', 'asked', 'asked', 'waiting', 'waiting'])
  })

  it('keeps five predictions and the headline, and gives the thumbnail away', async () => {
    const { open, reply, photos, thumbnails } = await setUp(2)
    const thumbnail = fakeBitmap()
    open()[0]?.options.onPrepared?.({ crop: undefined, thumbnail, width: 4, height: 3 })
    await reply()
    expect(thumbnails).toEqual([thumbnail])
    expect(photos.getState().items[0]?.brief).toMatchObject({
      answer: { predictions: { length: 5 }, headline: { kind: 'class', index: 285, confidence: 'certain' } },
    })
    expect(JSON.stringify(photos.getState().items[0]).length).toBeLessThan(1500)
  })

  it('says what failed, and asks again when told to', async () => {
    const { open, photos, statuses, reply } = await setUp(2)
    open()[0]?.reject(new ClassifierError('inference-failed', 'no memory'))
    await flush()
    expect(photos.getState().items[0]?.brief).toEqual({
      status: 'failed',
      problem: { code: 'inference-failed', message: 'no memory' },
    })
    photos.changeBriefs(askAgain)
    await flush()
    expect(statuses()).toEqual(['asked', 'asked'])
    for (const request of open()) await reply(request)
    expect(statuses()).toEqual(['answered', 'answered'])
  })

  it('does not ask again for what can’t be answered', async () => {
    const { open, photos, statuses } = await setUp(2)
    open()[0]?.reject(new ClassifierError('not-an-image', 'a text'))
    await flush()
    photos.changeBriefs(askAgain)
    expect(statuses()).toEqual(['failed', 'asked'])
  })

  it('goes on with what is added', async () => {
    const { open, reply, photos, statuses } = await setUp(2)
    await reply()
    await reply()
    photos.choose(files(1, 'more '), 'dropped')
    await flush()
    expect(open()).toHaveLength(1)
    expect(statuses()).toEqual(['answered', 'answered', 'asked'])
  })
})

describe('a pause', () => {
  it('lets what is asked come, and no more', async () => {
    const { feeder, reply, statuses, open } = await setUp(5)
    feeder.pause()
    for (let i = 0; i < 3; i++) await reply()
    expect(open()).toHaveLength(0)
    expect(statuses().slice(2)).toEqual(['answered', 'waiting', 'waiting'])
    feeder.resume()
    await flush()
    expect(open()).toHaveLength(2)
    expect(feeder.store.getState().finished).toEqual([])
  })

  it('is made by a model that fails: what is lost with it waits', async () => {
    const { classifier, open, statuses } = await setUp(4)
    classifier.setState({ status: 'failed', code: 'network', message: 'gone' })
    for (const request of open()) request.reject(new ClassifierError('network', 'gone'))
    await flush()
    expect(statuses()).toEqual(['waiting', 'waiting', 'waiting', 'waiting'])
    const before = classifier.requests.length
    classifier.setState(ready)
    await flush()
    expect(classifier.requests.length).toBe(before + 3)
  })
})

describe('what is called off', () => {
  it('is aborted, and asked again when told to', async () => {
    const { photos, classifier, statuses, open } = await setUp(5)
    photos.changeBriefs(callOff)
    expect(statuses()).toEqual(Array(5).fill('cancelled'))
    expect(classifier.requests.every(isAborted)).toBe(true)
    photos.changeBriefs(askAgain)
    await flush()
    expect(open()).toHaveLength(3)
  })

  it('is dropped when its answer comes all the same', async () => {
    const { photos, classifier, statuses } = await setUp(2)
    photos.changeBriefs(callOff)
    classifier.last().resolve(fakeClassification())
    await flush()
    expect(statuses()).toEqual(['cancelled', 'cancelled'])
  })

  it('by taking it away is aborted, and back in its place after an undo', async () => {
    const { photos, open, classifier } = await setUp(4)
    const removed = photos.remove(new Set([2]))
    await flush()
    expect(isAborted(classifier.requests[1] ?? classifier.last())).toBe(true)
    expect(open()).toHaveLength(3)
    photos.restore(removed)
    expect(photos.getState().items.map(({ id }) => id)).toEqual([1, 2, 3, 4])
  })
})

describe('the same bytes', () => {
  const twins = () => [...files(1), ...files(1), ...files(1)]

  it('are answered once', async () => {
    const { classifier, reply, photos, statuses } = await setUp(3, twins())
    expect(classifier.requests).toHaveLength(1)
    await reply()
    expect(statuses()).toEqual(['answered', 'answered', 'answered'])
    expect(classifier.requests).toHaveLength(1)
    expect(photos.getState().items[1]?.brief).toMatchObject({ answer: { sameAs: 1 } })
    expect(photos.getState().items[2]?.brief).toMatchObject({ answer: { sameAs: 1 } })
  })

  it('fail together', async () => {
    const { open, statuses } = await setUp(3, twins())
    open()[0]?.reject(new ClassifierError('damaged-image', 'no end'))
    await flush()
    expect(statuses()).toEqual(['failed', 'failed', 'failed'])
  })

  it('are asked by the next when the first is taken away', async () => {
    const { photos, classifier, reply, statuses } = await setUp(3, twins())
    photos.remove(new Set([1]))
    await flush()
    expect(classifier.requests).toHaveLength(2)
    await reply()
    expect(statuses()).toEqual(['answered', 'answered'])
  })
})

describe('the photo on show', () => {
  it('overtakes: it is asked for in full, at once', async () => {
    const { photos, classifier, urls } = await setUp(10)
    photos.open(9)
    expect(classifier.last().source).toBe(photos.getState().items[8]?.source)
    expect(classifier.last().options.want).toHaveProperty('maps')
    expect(classifier.last().options.priority).toBeUndefined() // 'now'
    expect(urls.size).toBe(1)
  })

  it('leaves its small answer, and lets go of all else, when another comes on show', async () => {
    const { photos, classifier, urls } = await setUp(10)
    photos.open(9)
    const crop = fakeBitmap()
    classifier.last().resolve(fakeClassification({ crop }))
    await flush()
    expect(photos.getState().items[8]).toMatchObject({
      state: { status: 'done' },
      brief: { status: 'answered' },
    })
    photos.open(undefined)
    expect(photos.getState().items[8]).toMatchObject({ url: undefined, state: { status: 'waiting' } })
    expect([crop.closed, urls.size]).toEqual([true, 0])
    expect(photos.getState().selected).toBeUndefined()
  })

  it('that is left before its answer waits for its turn', async () => {
    const { photos, classifier, statuses } = await setUp(10)
    photos.open(9)
    const asked = classifier.last()
    photos.open(undefined)
    expect(isAborted(asked)).toBe(true)
    expect(statuses()[8]).toBe('waiting')
  })

  it('that failed says so in the grid too', async () => {
    const { photos, classifier, statuses } = await setUp(10)
    photos.open(9)
    classifier.last().reject(new ClassifierError('damaged-image', 'no end'))
    await flush()
    photos.open(undefined)
    expect(statuses()[8]).toBe('failed')
  })
})

it('a feeder that is disposed of gives all up, and another one goes on', async () => {
  const { feeder, classifier, statuses, photos, open } = await setUp(4)
  feeder.dispose()
  expect(statuses()).toEqual(Array(4).fill('waiting'))
  expect(classifier.requests.every(isAborted)).toBe(true)
  photos.choose(files(1, 'more '), 'dropped')
  await flush()
  expect(open()).toHaveLength(0)
})

describe('whatever happens, in whatever order', () => {
  const events = fc.oneof(
    fc
      .constantFrom('add', 'twin', 'pause', 'resume', 'cancel', 'retry', 'close')
      .map((kind) => ({ kind, at: 0 })),
    fc.record({ kind: fc.constantFrom('answer', 'refuse', 'open', 'remove'), at: fc.nat(30) }),
  )

  it('few are asked at a time, nothing is asked in vain, and in the end each item is answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(events, { maxLength: 30 }), async (list) => {
        const world = await setUp(3)
        const { photos, feeder, open } = world
        for (const [step, { kind, at }] of list.entries()) {
          const { items } = photos.getState()
          const id = items[at % Math.max(1, items.length)]?.id
          const request = open()[at % Math.max(1, open().length)]
          if (kind === 'add') photos.choose(files(2, `${step} `), 'chosen')
          if (kind === 'twin') photos.choose(files(2), 'chosen')
          if (kind === 'pause') feeder.pause()
          if (kind === 'resume') feeder.resume()
          if (kind === 'cancel') photos.changeBriefs(callOff)
          if (kind === 'retry') photos.changeBriefs(askAgain)
          if (kind === 'close' && photos.getState().many) photos.open(undefined)
          if (kind === 'open' && id !== undefined) photos.open(id)
          if (kind === 'remove' && id !== undefined) photos.remove(new Set([id]))
          if (kind === 'answer') await world.reply(request)
          if (kind === 'refuse' && request) {
            world.replied.add(request)
            request.reject(new ClassifierError('inference-failed', 'no memory'))
          }
          await flush()
          const small = open().filter(({ options }) => options.priority === 'batch')
          expect(small.length).toBeLessThanOrEqual(3)
          const sources = small.map(({ source }) => source)
          const asked = photos.getState().items.filter(({ brief }) => brief.status === 'asked')
          for (const source of sources) expect(asked.map((item) => item.source)).toContain(source)
        }
        photos.open(undefined)
        photos.changeBriefs(askAgain)
        feeder.resume()
        await flush()
        for (let round = 0; round < 200 && open().length > 0; round++) await world.reply()
        await flush()
        expect(world.statuses().every((status) => status === 'answered')).toBe(true)
        expect(world.urls.size).toBe(0)
      }),
      { numRuns: 60 },
    )
  })
})
