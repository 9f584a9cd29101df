import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ClassifierError } from './errors.ts'
import { type Job, Pipeline } from './pipeline.ts'
import { closeSource, type PreparedPhoto } from './prepare.ts'
import { Session } from './session.ts'
import { fakeParts, MANIFEST, OPTIONS } from './test/fakes.ts'
import type { BackendName, Classification, ModelState, Priority } from './types.ts'

// Session and pipeline together, with all that they wait for answered in any order. Whatever happens, no answer is lost,
// doubled or another photo's, and all that was taken is given back.

/** What happens next. */
type Action =
  | {
      do: 'add'
      priority: Priority
      crops: number
      bad: boolean
      pixels: boolean
      announces: boolean
      latest: boolean
    }
  | { do: 'abort' | 'prioritise'; which: number; priority: Priority }
  | { do: 'break' | 'pause' | 'resume' | 'measure' }
  /** Lets something that is awaited come. */
  | { do: 'step'; times: number }

const priority = fc.constantFrom<Priority>('now', 'next', 'batch')
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      priority,
      crops: fc.constantFrom(1, 1, 3),
      bad: fc.constantFrom(false, false, true),
      pixels: fc.boolean(),
      announces: fc.boolean(),
      latest: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('abort' as const, 'prioritise' as const),
      which: fc.nat(20),
      priority,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('break' as const, 'pause' as const, 'resume' as const, 'measure' as const),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('step' as const), times: fc.integer({ min: 1, max: 6 }) }),
  },
)

interface Photo {
  id: number
  outcomes: string[]
  classification?: Classification
  aborted: boolean
  /** Runs that began after it had been aborted. */
  lateRuns: number
  source: { close(): void; closed: number } | Blob
  pixels: boolean
  crops: number
}

const REGION = { left: 0, top: 0, width: 1, height: 1 }

/** A closable that counts. */
function closable() {
  return {
    ...{ width: 1, height: 1, closed: 0 },
    close() {
      this.closed += 1
    },
  }
}

class World {
  readonly photos: Photo[] = []
  readonly bitmaps: ReturnType<typeof closable>[] = []
  readonly states: ModelState[] = []
  /** So many of the next runs break. */
  breaks = 0
  readonly session: Session
  readonly pipeline: Pipeline
  readonly parts

  constructor(
    readonly scheduler: fc.Scheduler,
    metered: boolean,
  ) {
    const wait = (label: string) => scheduler.schedule(Promise.resolve(), label).then(() => {})
    const parts = fakeParts({
      obstacle: () => undefined,
      manifest: () => wait('manifest').then(() => MANIFEST),
      onPrepare: (name) => wait(`compile ${name}`),
      onStart: (name) => wait(`start ${name}`),
      async load(file, _, signal) {
        await wait(`load ${file.sha256}`)
        signal.throwIfAborted()
      },
      compute: (name, rgb, signal) => this.#compute(name, rgb, signal),
    })
    this.parts = parts
    this.session = new Session(
      { ...OPTIONS, metered },
      { ...parts, onState: (state) => this.states.push(state) },
    )
    this.pipeline = new Pipeline({
      prepare: (request) => this.#prepare(request as Job),
      toBitmap: async () => {
        await wait('bitmap')
        const bitmap = closable()
        this.bitmaps.push(bitmap)
        return bitmap
      },
      ready: () => this.session.ready(),
      reportBroken: (serving, reason) => this.session.reportBroken(serving, reason),
      yieldThread: () => wait('yield'),
      now: () => 0,
      onPrepared: (id, { crop }) => {
        this.photo(id).outcomes.push('prepared')
        crop?.close()
      },
      onAnswer: (id, classification) => {
        this.photo(id).outcomes.push('answer')
        this.photo(id).classification = classification
        classification.crop?.close()
      },
      onError: (id, { code }) => this.photo(id).outcomes.push(`error ${code}`),
      onReplaced: (id) => {
        this.photo(id).outcomes.push('replaced')
        this.photo(id).aborted = true
      },
    })
  }

  photo(id: number): Photo {
    const photo = this.photos[id]
    if (!photo) throw new Error(`no photo ${id}`)
    return photo
  }

  async #prepare(job: Job): Promise<PreparedPhoto> {
    await this.scheduler.schedule(Promise.resolve(), `open ${job.id}`)
    closeSource(job.source)
    if (job.view.kind === 'whole') throw new ClassifierError('damaged-image', 'bad')
    const { crops } = this.photo(job.id)
    const input = { rgb: Uint8Array.of(job.id), region: REGION, mirrored: false }
    return {
      ...{ inputs: [input, ...Array.from({ length: crops - 1 }, () => input)], width: 1, height: 1 },
      ...{ readBack: 'canvas', decode: 0, preprocess: 0 },
    }
  }

  async #compute(_: BackendName, rgb: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    const photo = this.photo(rgb[0] ?? -1)
    if (photo.aborted) photo.lateRuns += 1
    await this.scheduler.schedule(Promise.resolve(), `run ${photo.id}`)
    if (photo.id % 2 === 0) signal?.throwIfAborted() // some can stop half-way
    if (this.breaks > 0) {
      this.breaks -= 1
      throw new Error('lost')
    }
  }

  async act(next: Action): Promise<void> {
    switch (next.do) {
      case 'add': {
        const id = this.photos.length
        const source = next.pixels ? closable() : new Blob()
        const { crops, pixels } = next
        this.photos.push({ id, outcomes: [], aborted: false, lateRuns: 0, source, pixels, crops })
        this.pipeline.add({
          ...{ id, source, view: { kind: next.bad ? 'whole' : 'center' }, priority: next.priority },
          ...{ want: { maps: true, crop: true, probabilities: true }, colorSpaceConversion: 'default' },
          announces: next.announces,
          ...(next.latest ? { latestOf: 'camera' } : {}),
        })
        return
      }
      case 'abort': {
        const photo = this.photos[next.which]
        if (!photo) return
        photo.aborted = true
        this.pipeline.abort(photo.id)
        return
      }
      case 'prioritise':
        this.pipeline.prioritise(next.which, next.priority)
        return
      case 'break':
        this.breaks += 1
        return
      case 'pause':
        this.session.pause()
        return
      case 'resume':
        this.session.resume()
        return
      case 'measure':
        this.session.measure(this.pipeline.exclusive, () => {}, new AbortController().signal).catch(() => {})
        return
      case 'step':
        for (let i = 0; i < next.times && this.scheduler.count() > 0; i++) await this.scheduler.waitOne()
    }
  }

  /** Nothing more happens but what is awaited. */
  async end(): Promise<void> {
    for (let idle = 0; idle < 3; idle++) {
      this.session.resume()
      while (this.scheduler.count() > 0) await this.scheduler.waitOne()
      await new Promise((resolve) => setImmediate(resolve))
      if (this.scheduler.count() > 0) idle = -1
    }
  }

  check(): void {
    for (const photo of this.photos) this.#checkPhoto(photo)
    const alive = this.parts.started.filter(({ released }) => released === 0)
    const state = this.states.at(-1)
    expect(alive.map(({ name }) => name)).toEqual(state?.status === 'ready' ? [state.backend] : [])
    expect(state?.status).toMatch(/ready|failed/)
    expect(this.parts.started.every(({ released }) => released <= 1)).toBe(true)
    expect(this.bitmaps.every(({ closed }) => closed === 1)).toBe(true)
    expect(this.parts.timers.running.size).toBe(0)
  }

  #checkPhoto({ id, outcomes, classification, aborted, lateRuns, source, crops }: Photo): void {
    const ends = outcomes.filter((outcome) => outcome !== 'prepared')
    if (aborted) expect(ends.length).toBeLessThanOrEqual(1)
    else expect(ends).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'prepared').length).toBeLessThanOrEqual(1)
    expect(lateRuns).toBe(0)
    if ('closed' in source) expect(source.closed).toBe(1)
    if (!classification) return
    // logits are [id, 0], maps [the backend's number, 0]
    const first = classification.probabilities?.[0]
    expect(first).toBeCloseTo(1 / (1 + Math.exp(-id)), 5)
    const serials = new Set(classification.looks.map(({ maps }) => maps?.values[0]))
    expect(serials.size).toBe(1)
    expect(classification.looks).toHaveLength(crops)
  }
}

test('no answer is lost, doubled or another photo’s, and everything is given back', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.boolean(),
      fc.array(action, { minLength: 1, maxLength: 40 }),
      async (scheduler, metered, actions) => {
        const world = new World(scheduler, metered)
        for (const next of actions) await world.act(next)
        await world.end()
        world.check()
      },
    ),
    { numRuns: 300 },
  )
})
