import { describe, expect, it } from 'vitest'
import { ClassifierError, type View } from '../classifier/index.ts'
import { itemOnShow } from './collection.ts'
import { createPhotos } from './store.ts'
import { createFakeClassifier, fakeClassification } from './test/fake-classifier.ts'
import { fakeObjectUrls } from './test/object-urls.ts'

const jpeg = (name = 'cat.jpg') => new File(['x'], name, { type: 'image/jpeg' })
/** Lets promises that are settled run their course. */
const settle = () => new Promise((resolve) => setTimeout(resolve))

function setUp() {
  const classifier = createFakeClassifier()
  const urls = fakeObjectUrls()
  const photos = createPhotos(classifier, urls)
  const shown = () => itemOnShow(photos.getState())
  return { classifier, urls: urls.alive, photos, shown, state: () => shown()?.state }
}

describe('another view', () => {
  const middle: View = { kind: 'center' }
  const whole: View = { kind: 'whole' }
  const part = (left: number): View => ({ kind: 'region', region: { left, top: 0, width: 50, height: 50 } })

  async function answered() {
    const { classifier, photos, shown, state, urls } = setUp()
    photos.choose([jpeg()], 'chosen')
    classifier.last().resolve(fakeClassification())
    await settle()
    return { classifier, photos, shown, state, urls }
  }

  it('is asked for with the decoded photo kept, and the former answer stays meanwhile', async () => {
    const { classifier, photos, state } = await answered()
    const before = state()
    if (before?.status !== 'done') throw new Error('no answer')
    photos.look(whole)
    expect(classifier.last().options).toMatchObject({ view: whole, keep: true })
    expect(state()).toEqual({ ...before, view: whole })
    const next = fakeClassification()
    classifier.last().resolve(next)
    await settle()
    expect(state()).toMatchObject({ view: whole, answered: whole, classification: next })
    expect(before.crop).toMatchObject({ closed: true })
    expect(next.crop).toMatchObject({ closed: false })
  })

  it('moved on while one is at work: one at a time, only the newest follows, and the answers follow the frame', async () => {
    const { classifier, photos, state } = await answered()
    for (const left of [1, 2, 3, 4]) photos.look(part(left))
    expect(classifier.requests).toHaveLength(2)
    const first = fakeClassification()
    classifier.last().resolve(first)
    await settle()
    expect(state()).toMatchObject({ view: part(4), answered: part(1), classification: first })
    expect(classifier.requests).toHaveLength(3)
    expect(classifier.last().options.view).toEqual(part(4))
    classifier.last().resolve(fakeClassification())
    await settle()
    expect(state()).toMatchObject({ view: part(4), answered: part(4) })
    expect(classifier.requests).toHaveLength(3)
  })

  it('gives up one of another kind, whose answer is never shown', async () => {
    const { classifier, photos, state } = await answered()
    photos.look(part(1))
    const moved = classifier.last()
    photos.look(middle)
    expect(moved.options.signal?.aborted).toBe(true)
    const stale = fakeClassification()
    moved.resolve(stale)
    const wanted = fakeClassification()
    classifier.last().resolve(wanted)
    await settle()
    expect(state()).toMatchObject({ view: middle, answered: middle, classification: wanted })
    expect(stale.crop).toMatchObject({ closed: true })
  })

  it('that fails leaves the former answer, and says why', async () => {
    const { classifier, photos, state } = await answered()
    photos.look(whole)
    classifier.last().reject(new ClassifierError('image-too-large', 'no canvas'))
    await settle()
    expect(state()).toMatchObject({
      status: 'done',
      view: middle,
      viewProblem: { code: 'image-too-large', message: 'no canvas' },
    })
    photos.look(part(1))
    expect(state()).not.toHaveProperty('viewProblem')
  })

  it('that fails while a newer one is wanted already is passed over', async () => {
    const { classifier, photos, state } = await answered()
    photos.look(part(1))
    photos.look(part(2))
    classifier.last().reject(new ClassifierError('inference-failed', 'memory'))
    await settle()
    expect(classifier.last().options.view).toEqual(part(2))
    classifier.last().resolve(fakeClassification())
    await settle()
    expect(state()).toMatchObject({ view: part(2), answered: part(2) })
    expect(state()).not.toHaveProperty('viewProblem')
  })

  it('is given up for a new photo, and the kept one is freed', async () => {
    const { classifier, photos, state } = await answered()
    photos.look(whole)
    const look = classifier.last()
    const freed = classifier.forgotten
    photos.choose([jpeg('b.jpg')], 'chosen')
    expect(classifier.forgotten).toBe(freed + 1)
    expect(look.options.signal?.aborted).toBe(true)
    look.resolve(fakeClassification())
    await settle()
    expect(state()?.status).toBe('waiting')
  })

  it('needs an answer first', () => {
    const { classifier, photos } = setUp()
    photos.choose([jpeg()], 'chosen')
    photos.look(whole)
    expect(classifier.requests).toHaveLength(1)
  })
})
