// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ClassifierError, type Hierarchy, type View } from '../classifier/index.ts'
import { createStore } from './store.ts'
import {
  createFakeClassifier,
  type FakeBitmap,
  fakeBitmap,
  fakeClassification,
  ready,
} from './test/fake-classifier.ts'
import { fakeObjectUrls } from './test/object-urls.ts'

const jpeg = (name = 'cat.jpg') => new File(['x'], name, { type: 'image/jpeg' })
const text = (name = 'notes.txt') => new File(['x'], name, { type: 'text/plain' })

/** Lets promises that are settled run their course. */
const settle = () => new Promise((resolve) => setTimeout(resolve))

let urls: Set<string>
const createObjectURL = URL.createObjectURL
const revokeObjectURL = URL.revokeObjectURL
beforeEach(() => {
  urls = fakeObjectUrls()
})
afterEach(() => Object.assign(URL, { createObjectURL, revokeObjectURL }))

function setUp() {
  const classifier = createFakeClassifier()
  return { classifier, store: createStore(classifier) }
}

describe('choosing', () => {
  it('takes the first image of several files and tells how many there were', () => {
    const { store } = setUp()
    store.choose([text(), jpeg('a.jpg'), jpeg('b.jpg')], 'dropped')
    const { photo } = store.get()
    expect(photo).toMatchObject({ status: 'working', photo: { file: { name: 'a.jpg' }, given: 3 } })
  })

  it('takes a file that does not say what it is: the classifier looks into it', () => {
    const { store, classifier } = setUp()
    store.choose([text()], 'chosen')
    expect(classifier.requests).toHaveLength(1)
  })

  it('does nothing without files', () => {
    const { store } = setUp()
    store.choose([], 'dropped')
    expect(store.get().photo).toEqual({ status: 'idle' })
  })
})

describe('the way of a photo', () => {
  it('has the crop before the answer, and keeps that one bitmap', async () => {
    const { store, classifier } = setUp()
    store.choose([jpeg()], 'chosen')
    const crop = fakeBitmap()
    classifier.last().options.onPrepared?.({ crop: crop, width: 440, height: 346 })
    expect(store.get().photo).toMatchObject({ status: 'working', crop })
    const again: FakeBitmap = fakeBitmap()
    classifier.last().resolve(fakeClassification({ crop: again }))
    await settle()
    expect(store.get().photo).toMatchObject({ status: 'done', crop })
    expect(crop.closed).toBe(false)
    expect(again.closed).toBe(true)
  })

  it("shows the answer's crop when none came before", async () => {
    const { store, classifier } = setUp()
    store.choose([jpeg()], 'chosen')
    const crop = fakeBitmap()
    classifier.last().resolve(fakeClassification({ crop }))
    await settle()
    expect(store.get().photo).toMatchObject({ status: 'done', crop })
    expect(crop.closed).toBe(false)
  })

  it.each([
    [new ClassifierError('damaged-image', 'no end'), { code: 'damaged-image', message: 'no end' }],
    [new Error('oops'), { code: 'internal', message: 'oops' }],
    ['words', { code: 'internal', message: 'words' }],
  ])('ends in a problem when it is rejected with %s', async (error, problem) => {
    const { store, classifier } = setUp()
    store.choose([jpeg()], 'chosen')
    classifier.last().reject(error)
    await settle()
    expect(store.get().photo).toMatchObject({ status: 'failed', problem })
  })
})

describe('a new photo', () => {
  it('aborts the running one and lets go of its preview and its crop', () => {
    const { store, classifier } = setUp()
    store.choose([jpeg('a.jpg')], 'chosen')
    const crop = fakeBitmap()
    const first = classifier.last()
    first.options.onPrepared?.({ crop: crop, width: 440, height: 346 })
    store.choose([jpeg('b.jpg')], 'chosen')
    expect(first.options.signal?.aborted).toBe(true)
    expect(crop.closed).toBe(true)
    expect([...urls]).toEqual(['blob:fake/2'])
  })

  it('is not disturbed by what comes late for the former one', async () => {
    const { store, classifier } = setUp()
    store.choose([jpeg('a.jpg')], 'chosen')
    const first = classifier.last()
    store.choose([jpeg('b.jpg')], 'chosen')
    const lateCrop = fakeBitmap()
    const lateAnswer = fakeBitmap()
    first.options.onPrepared?.({ crop: lateCrop, width: 440, height: 346 })
    first.resolve(fakeClassification({ crop: lateAnswer }))
    await settle()
    expect(store.get().photo).toMatchObject({
      status: 'working',
      crop: null,
      photo: { file: { name: 'b.jpg' } },
    })
    expect([lateCrop.closed, lateAnswer.closed]).toEqual([true, true])
  })

  it('is not disturbed by a late failure of the former one', async () => {
    const { store, classifier } = setUp()
    store.choose([jpeg('a.jpg')], 'chosen')
    const first = classifier.last()
    store.choose([jpeg('b.jpg')], 'chosen')
    first.reject(new ClassifierError('damaged-image', 'late'))
    await settle()
    expect(store.get().photo.status).toBe('working')
  })

  it('replaces an answer and closes its crop', async () => {
    const { store, classifier } = setUp()
    store.choose([jpeg()], 'chosen')
    const crop = fakeBitmap()
    classifier.last().resolve(fakeClassification({ crop }))
    await settle()
    store.choose([jpeg()], 'chosen')
    expect(crop.closed).toBe(true)
    expect(urls.size).toBe(1)
  })
})

describe('another view', () => {
  const middle: View = { kind: 'center' }
  const whole: View = { kind: 'whole' }
  const part = (left: number): View => ({ kind: 'region', region: { left, top: 0, width: 50, height: 50 } })

  async function answered() {
    const { store, classifier } = setUp()
    store.choose([jpeg()], 'chosen')
    classifier.last().resolve(fakeClassification())
    await settle()
    return { store, classifier }
  }

  it('is asked for with the decoded photo kept, and the former answer stays meanwhile', async () => {
    const { store, classifier } = await answered()
    const before = store.get().photo
    if (before.status !== 'done') throw new Error('no answer')
    store.look(whole)
    expect(classifier.last().options).toMatchObject({ view: whole, keep: true })
    expect(store.get().photo).toEqual({ ...before, view: whole })
    const next = fakeClassification()
    classifier.last().resolve(next)
    await settle()
    expect(store.get().photo).toMatchObject({ view: whole, answered: whole, classification: next })
    expect(before.crop).toMatchObject({ closed: true })
    expect(next.crop).toMatchObject({ closed: false })
  })

  it('moved on while one is at work: one at a time, only the newest follows, and the answers follow the frame', async () => {
    const { store, classifier } = await answered()
    for (const left of [1, 2, 3, 4]) store.look(part(left))
    expect(classifier.requests).toHaveLength(2)
    const first = fakeClassification()
    classifier.last().resolve(first)
    await settle()
    expect(store.get().photo).toMatchObject({ view: part(4), answered: part(1), classification: first })
    expect(classifier.requests).toHaveLength(3)
    expect(classifier.last().options.view).toEqual(part(4))
    classifier.last().resolve(fakeClassification())
    await settle()
    expect(store.get().photo).toMatchObject({ view: part(4), answered: part(4) })
    expect(classifier.requests).toHaveLength(3)
  })

  it('gives up one of another kind, whose answer is never shown', async () => {
    const { store, classifier } = await answered()
    store.look(part(1))
    const moved = classifier.last()
    store.look(middle)
    expect(moved.options.signal?.aborted).toBe(true)
    const stale = fakeClassification()
    moved.resolve(stale)
    const wanted = fakeClassification()
    classifier.last().resolve(wanted)
    await settle()
    expect(store.get().photo).toMatchObject({ view: middle, answered: middle, classification: wanted })
    expect(stale.crop).toMatchObject({ closed: true })
  })

  it('that fails leaves the former answer, and says why', async () => {
    const { store, classifier } = await answered()
    store.look(whole)
    classifier.last().reject(new ClassifierError('image-too-large', 'no canvas'))
    await settle()
    expect(store.get().photo).toMatchObject({
      status: 'done',
      view: middle,
      viewProblem: { code: 'image-too-large', message: 'no canvas' },
    })
    store.look(part(1))
    expect(store.get().photo).not.toHaveProperty('viewProblem')
  })

  it('is given up for a new photo, and the kept one is freed', async () => {
    const { store, classifier } = await answered()
    store.look(whole)
    const look = classifier.last()
    const freed = classifier.forgotten
    store.choose([jpeg('b.jpg')], 'chosen')
    expect(classifier.forgotten).toBe(freed + 1)
    expect(look.options.signal?.aborted).toBe(true)
    look.resolve(fakeClassification())
    await settle()
    expect(store.get().photo.status).toBe('working')
  })

  it('needs an answer first', () => {
    const { store, classifier } = setUp()
    store.choose([jpeg()], 'chosen')
    store.look(whole)
    expect(classifier.requests).toHaveLength(1)
  })
})

describe('trying again', () => {
  it('loads the model again and then classifies the photo that was waiting for it', async () => {
    const { store, classifier } = setUp()
    store.choose([jpeg()], 'chosen')
    classifier.setState({ status: 'failed', code: 'network', message: 'gone' })
    classifier.last().reject(new ClassifierError('network', 'gone'))
    await settle()
    store.retry()
    expect(classifier.retries).toBe(1)
    expect(classifier.requests).toHaveLength(2)
    expect(store.get().photo.status).toBe('working')
    classifier.setState(ready)
    classifier.last().resolve(fakeClassification())
    await settle()
    expect(store.get().photo.status).toBe('done')
  })

  it('leaves a model alone that works', async () => {
    const { store, classifier } = setUp()
    store.choose([jpeg()], 'chosen')
    classifier.last().reject(new ClassifierError('inference-failed', 'memory'))
    await settle()
    store.retry()
    expect(classifier.retries).toBe(0)
    expect(classifier.requests).toHaveLength(2)
  })

  it('does not classify anew what is done', async () => {
    const { store, classifier } = setUp()
    store.choose([jpeg()], 'chosen')
    classifier.last().resolve(fakeClassification())
    await settle()
    store.retry()
    expect(classifier.requests).toHaveLength(1)
  })
})

describe('computing in another way', () => {
  it('answers the photo on show again, and keeps the former answer meanwhile', async () => {
    const { store, classifier } = setUp()
    store.choose([jpeg()], 'chosen')
    const former = fakeClassification()
    classifier.last().resolve(former)
    await settle()
    store.configure({ backend: 'webgpu' })
    expect(classifier.choices).toEqual([{ backend: 'webgpu' }])
    expect(store.get().photo).toMatchObject({ status: 'done', classification: former })
    const next = fakeClassification({ backend: 'webgpu' })
    classifier.last().resolve(next)
    await settle()
    expect(store.get().photo).toMatchObject({ status: 'done', classification: next })
    expect(former.crop).toMatchObject({ closed: true })
  })

  it('takes up a photo again that could not be answered', async () => {
    const { store, classifier } = setUp()
    store.choose([jpeg()], 'chosen')
    classifier.last().reject(new ClassifierError('inference-failed', 'memory'))
    await settle()
    store.configure({ backend: 'wasm' })
    expect(classifier.requests).toHaveLength(2)
    expect(store.get().photo.status).toBe('working')
  })

  it('leaves a photo alone that still waits for its first answer: the classifier takes it along', () => {
    const { store, classifier } = setUp()
    store.choose([jpeg()], 'chosen')
    store.configure({ exact: true })
    expect(classifier.requests).toHaveLength(1)
  })

  it('needs no photo', () => {
    const { store, classifier } = setUp()
    store.configure({ exact: true })
    expect(classifier.choices).toEqual([{ exact: true }])
    expect(classifier.requests).toEqual([])
  })
})

describe('the end', () => {
  it('frees the photo and ends the classifier', () => {
    const { store, classifier } = setUp()
    store.choose([jpeg()], 'chosen')
    store.dispose()
    expect(urls.size).toBe(0)
    expect(classifier.last().options.signal?.aborted).toBe(true)
    expect(classifier.disposed).toBe(true)
  })
})

describe('the groups of classes', () => {
  const groups: Hierarchy = { groups: [], roots: [], groupOfClass: [], hints: new Map() }

  it('are loaded when the model is, not before', async () => {
    let loads = 0
    const classifier = createFakeClassifier({ status: 'absent' })
    const store = createStore(classifier, async () => {
      loads += 1
      return groups
    })
    await settle()
    expect(loads).toBe(0)
    classifier.setState({ status: 'downloading', loaded: 0, total: 0 })
    classifier.setState(ready)
    await settle()
    expect(loads).toBe(1)
    expect(store.get().hierarchy).toBe(groups)
  })

  it('that could not be loaded leave answers alone, and are tried again later', async () => {
    let loads = 0
    const classifier = createFakeClassifier({ status: 'starting' })
    const store = createStore(classifier, async () => {
      loads += 1
      if (loads === 1) throw new Error('no connection')
      return groups
    })
    store.choose([jpeg()], 'chosen')
    classifier.last().resolve(fakeClassification())
    await settle()
    expect(store.get()).toMatchObject({ hierarchy: null, photo: { status: 'done' } })
    classifier.setState(ready)
    await settle()
    expect(store.get().hierarchy).toBe(groups)
  })
})
