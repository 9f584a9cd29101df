import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClassifierError, type View } from '../classifier/index.ts'
import { bitmapsOf, itemOnShow } from './collection.ts'
import { isUpToDate } from './item.ts'
import { createPhotos, type Photos } from './store.ts'
import {
  createFakeClassifier,
  type FakeBitmap,
  type FakeClassifier,
  fakeClassification,
  type Request,
  ready,
} from './test/fake-classifier.ts'
import { fakeObjectUrls } from './test/object-urls.ts'

/** What the classifier says to one of the requests that are open. */
interface Reply {
  kind: 'prepared' | 'answered' | 'refused'
  /** Which of them. */
  pick: number
  withCrop: boolean
}

/** What may happen next. */
type Event =
  | { kind: 'choose' | 'retry' | 'configure' | 'model fails' | 'model is ready' }
  | { kind: 'look'; view: View }
  | Reply

const views: fc.Arbitrary<View> = fc.oneof(
  fc.constant<View>({ kind: 'center' }),
  fc.constant<View>({ kind: 'whole' }),
  fc.nat(3).map((left): View => ({ kind: 'region', region: { left, top: 0, width: 50, height: 50 } })),
)

const events: fc.Arbitrary<Event> = fc.oneof(
  fc.constantFrom<Event>(
    { kind: 'choose' },
    { kind: 'retry' },
    { kind: 'configure' },
    { kind: 'model fails' },
    { kind: 'model is ready' },
  ),
  views.map((view): Event => ({ kind: 'look', view })),
  fc.record({
    kind: fc.constantFrom('prepared' as const, 'answered' as const, 'refused' as const),
    pick: fc.nat(20),
    withCrop: fc.boolean(),
  }),
)

/** Lets promises that are settled run their course. */
const flush = async () => {
  for (let i = 0; i < 8; i++) await Promise.resolve()
}

/** Everything that was made, and what the store did with it. */
interface World {
  photos: Photos
  classifier: FakeClassifier
  urls: Set<string>
  bitmaps: { bitmap: FakeBitmap; closed: number }[]
  open: Set<Request>
  seen: Set<Request>
}

function createWorld(): World {
  const classifier = createFakeClassifier()
  const urls = fakeObjectUrls()
  const photos = createPhotos(classifier, urls)
  return { photos, classifier, urls: urls.alive, bitmaps: [], open: new Set(), seen: new Set() }
}

function makeBitmap({ bitmaps }: World): FakeBitmap {
  const made = {
    closed: 0,
    bitmap: {
      width: 224,
      height: 224,
      closed: false,
      close() {
        made.closed += 1
      },
    },
  }
  bitmaps.push(made)
  return made.bitmap
}

/** The answer to a request carries the request's own file and view in its name, so that a mix-up shows. */
function answerOf(request: Request, world: World, withCrop: boolean) {
  const { source, options } = request
  if (!(source instanceof File)) throw new Error('the source is no file')
  const className = `${source.name} ${JSON.stringify(options.view)}`
  const crop = withCrop ? { crop: makeBitmap(world) } : {}
  const predictions = [{ index: 0, classId: 'n0', className, probability: 1 }]
  const { crop: _, ...rest } = fakeClassification({ predictions })
  return { ...rest, ...crop }
}

function happen(event: Event, world: World, step: number): void {
  const { photos, classifier } = world
  switch (event.kind) {
    case 'choose':
      photos.choose([new File(['x'], `photo ${step}`, { type: 'image/jpeg' })], 'chosen')
      break
    case 'look':
      photos.look(event.view)
      break
    case 'retry':
      photos.retry()
      break
    case 'configure':
      photos.configure({ exact: true })
      break
    case 'model fails':
      classifier.setState({ status: 'failed', code: 'network', message: 'gone' })
      break
    case 'model is ready':
      classifier.setState(ready)
      break
    default:
      reply(event, world)
  }
}

/** The classifier says something to one of the requests that are open, be it given up or not. */
function reply({ kind, pick, withCrop }: Reply, world: World): void {
  const { open } = world
  const request = [...open][pick % Math.max(open.size, 1)]
  if (!request) return
  if (kind === 'prepared') {
    const crop = withCrop ? makeBitmap(world) : undefined
    request.options.onPrepared?.({ crop, width: 440, height: 346 })
    return
  }
  open.delete(request)
  if (kind === 'refused') request.reject(new ClassifierError('damaged-image', 'no end'))
  else request.resolve(answerOf(request, world, withCrop))
}

/** What holds after each event. */
function check({ photos, urls, bitmaps, classifier, open }: World): void {
  const state = photos.getState()
  const used = new Set(bitmapsOf(state))
  for (const { bitmap, closed } of bitmaps) expect(closed).toBeLessThanOrEqual(used.has(bitmap) ? 0 : 1)
  expect([...urls]).toEqual(state.items.flatMap(({ url }) => url ?? []))
  const item = itemOnShow(state)
  if (!item) return
  const live = [...open].filter(({ options }) => !options.signal?.aborted)
  if (item.state.status === 'done') {
    const { classification, answered, view } = item.state
    // the answer is this photo's own, to the view that it says
    expect(classification.predictions[0]?.className).toBe(`${item.source.name} ${JSON.stringify(answered)}`)
    if (view !== answered) expect(live).toHaveLength(1)
  }
  // an answer that is awaited is asked for: one request of this photo, no other
  if (item.state.status === 'waiting' || item.state.status === 'working') expect(live).toHaveLength(1)
  expect(live.length).toBeLessThanOrEqual(1)
  for (const { source } of live) expect(source).toBe(item.source)
  expect(classifier.requests.length).toBeGreaterThan(0)
}

async function play(list: readonly Event[]): Promise<World> {
  const world = createWorld()
  for (const [step, event] of list.entries()) {
    happen(event, world, step)
    await flush()
    for (const request of world.classifier.requests) {
      if (!world.seen.has(request)) world.open.add(request)
      world.seen.add(request)
    }
    check(world)
  }
  return world
}

/** Answers all that is open, until nothing is asked any more. */
async function finish(world: World): Promise<void> {
  for (let round = 0; round < 100; round++) {
    for (const request of world.classifier.requests) {
      if (!world.seen.has(request)) world.open.add(request)
      world.seen.add(request)
    }
    if (world.open.size === 0) return
    for (const request of world.open) request.resolve(answerOf(request, world, true))
    world.open.clear()
    await flush()
  }
  throw new Error('it never comes to rest')
}

describe('whatever happens, in whatever order', () => {
  it('no answer is lost, doubled or another photo’s, and what is not shown is released, once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(events, { maxLength: 40 }), async (list) => {
        const world = await play([{ kind: 'choose' }, ...list])
        await finish(world)
        check(world)
        const item = itemOnShow(world.photos.getState())
        if (!item) throw new Error('the photo is lost')
        expect(['done', 'failed']).toContain(item.state.status)
        expect(isUpToDate(item.state)).toBe(true)
        const used = new Set(bitmapsOf(world.photos.getState()))
        for (const { bitmap, closed } of world.bitmaps) expect(closed).toBe(used.has(bitmap) ? 0 : 1)
      }),
      { numRuns: 300 },
    )
  })

  it('a person who tries again in the end gets the answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(events, { maxLength: 20 }), async (list) => {
        const world = await play([{ kind: 'choose' }, ...list])
        world.photos.retry()
        await finish(world)
        expect(itemOnShow(world.photos.getState())?.state.status).toBe('done')
      }),
      { numRuns: 200 },
    )
  })
})
