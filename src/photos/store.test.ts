import { describe, expect, it } from 'vitest'
import { ClassifierError, type Look, type Prepared } from '../classifier/index.ts'
import { itemOnShow } from './collection.ts'
import { createPhotos } from './store.ts'
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
const prepared = (crop?: FakeBitmap): Prepared => ({ crop, width: 440, height: 346 })

/** Lets promises that are settled run their course. */
const settle = () => new Promise((resolve) => setTimeout(resolve))

function setUp() {
  const classifier = createFakeClassifier()
  const urls = fakeObjectUrls()
  const photos = createPhotos(classifier, urls)
  const shown = () => itemOnShow(photos.getState())
  return { classifier, urls: urls.alive, photos, shown, state: () => shown()?.state }
}

describe('choosing', () => {
  it('puts one file on show', () => {
    const { photos, shown } = setUp()
    photos.choose([jpeg('a.jpg')], 'dropped')
    expect(shown()).toMatchObject({ state: { status: 'waiting' }, source: { name: 'a.jpg' } })
    expect(photos.getState().many).toBe(false)
  })

  it('takes a file that does not say what it is: the classifier looks into it', () => {
    const { classifier, photos } = setUp()
    photos.choose([text()], 'chosen')
    expect(classifier.requests).toHaveLength(1)
  })

  it('does nothing without files', () => {
    const { photos, shown } = setUp()
    photos.choose([], 'dropped')
    expect(shown()).toBeUndefined()
  })
})

describe('the way of a photo', () => {
  it('has the crop before the answer, and keeps that one bitmap', async () => {
    const { classifier, photos, state } = setUp()
    photos.choose([jpeg()], 'chosen')
    const crop = fakeBitmap()
    classifier.last().options.onPrepared?.(prepared(crop))
    expect(state()).toMatchObject({ status: 'working', prepared: { crop } })
    const again: FakeBitmap = fakeBitmap()
    classifier.last().resolve(fakeClassification({ crop: again }))
    await settle()
    expect(state()).toMatchObject({ status: 'done', crop })
    expect(crop.closed).toBe(false)
    expect(again.closed).toBe(true)
  })

  it("shows the answer's crop when none came before", async () => {
    const { classifier, photos, state } = setUp()
    photos.choose([jpeg()], 'chosen')
    const crop = fakeBitmap()
    classifier.last().resolve(fakeClassification({ crop }))
    await settle()
    expect(state()).toMatchObject({ status: 'done', crop })
    expect(crop.closed).toBe(false)
  })

  it.each([
    [new ClassifierError('damaged-image', 'no end'), { code: 'damaged-image', message: 'no end' }],
    [new Error('oops'), { code: 'internal', message: 'oops' }],
    ['words', { code: 'internal', message: 'words' }],
  ])('ends in a problem when it is rejected with %s', async (error, problem) => {
    const { classifier, photos, state } = setUp()
    photos.choose([jpeg()], 'chosen')
    classifier.last().reject(error)
    await settle()
    expect(state()).toMatchObject({ status: 'failed', problem })
  })
})

describe('a new photo', () => {
  it('aborts the running one and lets go of its preview and its crop', () => {
    const { classifier, photos, urls } = setUp()
    photos.choose([jpeg('a.jpg')], 'chosen')
    const crop = fakeBitmap()
    const first = classifier.last()
    first.options.onPrepared?.(prepared(crop))
    photos.choose([jpeg('b.jpg')], 'chosen')
    expect(first.options.signal?.aborted).toBe(true)
    expect(crop.closed).toBe(true)
    expect([...urls]).toEqual(['blob:fake/2'])
  })

  it('is not disturbed by what comes late for the former one', async () => {
    const { classifier, photos, shown } = setUp()
    photos.choose([jpeg('a.jpg')], 'chosen')
    const first = classifier.last()
    photos.choose([jpeg('b.jpg')], 'chosen')
    const lateCrop = fakeBitmap()
    const lateAnswer = fakeBitmap()
    first.options.onPrepared?.(prepared(lateCrop))
    first.resolve(fakeClassification({ crop: lateAnswer }))
    await settle()
    expect(shown()).toMatchObject({ state: { status: 'waiting' }, source: { name: 'b.jpg' } })
    expect([lateCrop.closed, lateAnswer.closed]).toEqual([true, true])
  })

  it('is not disturbed by a late failure of the former one', async () => {
    const { classifier, photos, state } = setUp()
    photos.choose([jpeg('a.jpg')], 'chosen')
    const first = classifier.last()
    photos.choose([jpeg('b.jpg')], 'chosen')
    first.reject(new ClassifierError('damaged-image', 'late'))
    await settle()
    expect(state()?.status).toBe('waiting')
  })

  it('replaces an answer and closes its crop', async () => {
    const { classifier, photos, urls } = setUp()
    photos.choose([jpeg()], 'chosen')
    const crop = fakeBitmap()
    classifier.last().resolve(fakeClassification({ crop }))
    await settle()
    photos.choose([jpeg()], 'chosen')
    expect(crop.closed).toBe(true)
    expect(urls.size).toBe(1)
  })
})

describe('trying again', () => {
  it('loads the model again and then classifies the photo that was waiting for it', async () => {
    const { classifier, photos, state } = setUp()
    photos.choose([jpeg()], 'chosen')
    classifier.setState({ status: 'failed', code: 'network', message: 'gone' })
    classifier.last().reject(new ClassifierError('network', 'gone'))
    await settle()
    photos.retry()
    expect(classifier.retries).toBe(1)
    expect(classifier.requests).toHaveLength(2)
    expect(state()?.status).toBe('waiting')
    classifier.setState(ready)
    classifier.last().resolve(fakeClassification())
    await settle()
    expect(state()?.status).toBe('done')
  })

  it('asks again for a photo whose failure is still on its way: a model that has failed loses what it had', async () => {
    const { classifier, photos, state } = setUp()
    photos.choose([jpeg()], 'chosen')
    const doomed = classifier.last()
    classifier.setState({ status: 'failed', code: 'network', message: 'gone' })
    photos.retry()
    expect(classifier.requests).toHaveLength(2)
    expect(doomed.options.signal?.aborted).toBe(true)
    doomed.reject(new ClassifierError('network', 'gone'))
    await settle()
    expect(state()?.status).toBe('waiting')
    classifier.last().resolve(fakeClassification())
    await settle()
    expect(state()?.status).toBe('done')
  })

  it('hears nothing more of a request that was given up', async () => {
    const { classifier, photos, state } = setUp()
    photos.choose([jpeg()], 'chosen')
    const former = classifier.last()
    classifier.setState({ status: 'failed', code: 'network', message: 'gone' })
    photos.retry()
    classifier.last().reject(new ClassifierError('network', 'gone'))
    await settle()
    const crop = fakeBitmap()
    former.options.onPrepared?.(prepared(crop))
    expect(state()?.status).toBe('failed')
    expect(crop.closed).toBe(true)
  })

  it('keeps what is known of the photo meanwhile', async () => {
    const { classifier, photos, state } = setUp()
    photos.choose([jpeg()], 'chosen')
    const crop = fakeBitmap()
    classifier.last().options.onPrepared?.(prepared(crop))
    classifier.last().reject(new ClassifierError('inference-failed', 'memory'))
    await settle()
    expect(state()).toMatchObject({ status: 'failed', prepared: { crop } })
    photos.retry()
    expect(state()).toMatchObject({ status: 'working', prepared: { crop } })
    expect(crop.closed).toBe(false)
  })

  it('leaves a model alone that works', async () => {
    const { classifier, photos } = setUp()
    photos.choose([jpeg()], 'chosen')
    classifier.last().reject(new ClassifierError('inference-failed', 'memory'))
    await settle()
    photos.retry()
    expect(classifier.retries).toBe(0)
    expect(classifier.requests).toHaveLength(2)
  })

  it('does not classify anew what is done', async () => {
    const { classifier, photos } = setUp()
    photos.choose([jpeg()], 'chosen')
    classifier.last().resolve(fakeClassification())
    await settle()
    photos.retry()
    expect(classifier.requests).toHaveLength(1)
  })
})

describe('computing in another way', () => {
  it('answers the photo on show again, and keeps the former answer meanwhile', async () => {
    const { classifier, photos, state } = setUp()
    photos.choose([jpeg()], 'chosen')
    const former = fakeClassification()
    classifier.last().resolve(former)
    await settle()
    photos.configure({ backend: 'webgpu' })
    expect(classifier.choices).toEqual([{ backend: 'webgpu' }])
    expect(state()).toMatchObject({ status: 'done', classification: former })
    const next = fakeClassification({ backend: 'webgpu' })
    classifier.last().resolve(next)
    await settle()
    expect(state()).toMatchObject({ status: 'done', classification: next })
    expect(former.crop).toMatchObject({ closed: true })
  })

  it('takes up a photo again that could not be answered', async () => {
    const { classifier, photos, state } = setUp()
    photos.choose([jpeg()], 'chosen')
    classifier.last().reject(new ClassifierError('inference-failed', 'memory'))
    await settle()
    photos.configure({ backend: 'wasm' })
    expect(classifier.requests).toHaveLength(2)
    expect(state()?.status).toBe('waiting')
  })

  it('leaves a photo alone that still waits for its first answer: the classifier takes it along', () => {
    const { classifier, photos } = setUp()
    photos.choose([jpeg()], 'chosen')
    photos.configure({ exact: true })
    expect(classifier.requests).toHaveLength(1)
  })

  it('needs no photo', () => {
    const { classifier, photos } = setUp()
    photos.configure({ exact: true })
    expect(classifier.choices).toEqual([{ exact: true }])
    expect(classifier.requests).toEqual([])
  })
})

describe('a backend that has been measured', () => {
  it('is remembered, and answers the photo on show again', async () => {
    const { classifier, photos } = setUp()
    photos.choose([jpeg()], 'chosen')
    classifier.last().resolve(fakeClassification())
    await settle()
    await photos.adopt('webgpu')
    expect(classifier.adopted).toEqual(['webgpu'])
    expect(classifier.requests).toHaveLength(2)
  })
})

describe('an answer', () => {
  it('is asked for with all that the page shows, and not with what it does not', () => {
    const { classifier, photos } = setUp()
    photos.choose([jpeg()], 'chosen')
    expect(classifier.last().options.want).toEqual({ top: 10, probabilities: true, maps: true, crop: true })
  })

  const { probabilities: _p, ...noProbabilities } = fakeClassification()
  const { crop: _c, ...noCrop } = fakeClassification()
  const { maps: _m, ...mapless } = fakeClassification().looks[0]
  const noMaps = { ...fakeClassification(), looks: [mapless] satisfies [Look] }

  it.each([
    ['probabilities', noProbabilities],
    ['the crop', noCrop],
    ['maps', noMaps],
  ])('without %s, which were asked for, is a failure', async (_, answer) => {
    const { classifier, photos, state } = setUp()
    photos.choose([jpeg()], 'chosen')
    classifier.last().resolve(answer)
    await settle()
    expect(state()).toMatchObject({ status: 'failed', problem: { code: 'internal' } })
  })
})

describe('a notice', () => {
  it('says why no photo has come, until one does', () => {
    const { photos } = setUp()
    photos.report('not-received')
    expect(photos.getState().notice).toBe('not-received')
    photos.choose([jpeg()], 'chosen')
    expect(photos.getState().notice).toBeUndefined()
  })
})
