import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Classified, classifyAll, ON_THE_WAY } from './classify-all.ts'
import { FakeClassifier, photos } from './test/fake-classifier.ts'
import { quiet } from './test/fakes.ts'

// Whoever asks takes, waits, aborts or leaves while photos are answered and fail in any order.

type Action =
  | { do: 'take' | 'wait' | 'abort' | 'leave' }
  /** Of those that are on their way, counted round. */
  | { do: 'answer' | 'fail'; which: number }

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('take' as const, 'wait' as const) }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constantFrom('answer' as const, 'fail' as const), which: fc.nat(5) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('abort' as const, 'leave' as const) }) },
)

class Run {
  readonly classifier = new FakeClassifier()
  readonly controller = new AbortController()
  readonly photos: ReturnType<typeof photos>
  readonly answers: ReturnType<typeof classifyAll<Blob>>
  /** What each `next` gave, in their order. */
  readonly taken: Promise<IteratorResult<Classified<Blob>, undefined> | 'rejected'>[] = []
  ended: 'abort' | 'leave' | undefined
  askedAtEnd = 0

  constructor(count: number) {
    this.photos = photos(count)
    this.answers = classifyAll(this.classifier, this.photos.sources, { signal: this.controller.signal })
  }

  async act(next: Action): Promise<void> {
    switch (next.do) {
      case 'take':
        this.#take()
        return
      case 'wait':
        return quiet()
      case 'answer':
      case 'fail': {
        const open = this.classifier.open()
        const size = open[next.which % (open.length || 1)]?.size ?? 0
        if (next.do === 'answer') this.classifier.answer(size)
        else this.classifier.fail(size, new Error('no'))
        return
      }
      case 'abort':
        this.controller.abort(new Error('enough'))
        return this.#end('abort')
      case 'leave':
        await this.answers.return()
        return this.#end('leave')
    }
  }

  #end(how: 'abort' | 'leave'): void {
    this.ended ??= how
    this.askedAtEnd ||= this.classifier.asked.length
  }

  /** Answers and takes all that is left: as many as there are sources, and the end. */
  async finish(count: number): Promise<void> {
    for (let left = count; left >= 0; left--) this.#take()
    for (let round = 0; round <= count; round++) {
      for (const { size } of this.classifier.open()) this.classifier.answer(size)
      await quiet()
    }
  }

  #take(): void {
    this.taken.push(this.answers.next().catch(() => 'rejected' as const))
  }
}

/** Checks each answer against its photo, and closes its crop. @returns the photos' sizes */
async function sizesOf({ taken, classifier }: Run): Promise<number[]> {
  const results = await Promise.all(taken)
  const values = results.flatMap((result) => (result === 'rejected' || result.done ? [] : [result.value]))
  return values.map((value) => {
    const { size } = value.source
    const { state } = classifier.asked.find((asked) => asked.size === size) ?? {}
    if ('error' in value) expect([value.error.message, state]).toEqual(['no', 'failed'])
    else {
      expect([value.classification.width, state]).toEqual([size, 'answered'])
      value.classification.crop?.close()
    }
    return size
  })
}

test('each photo is answered once and in order, few are on their way, and an end leaves nothing open', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(12), fc.array(action, { maxLength: 30 }), async (count, actions) => {
      const run = new Run(count)
      for (const next of actions) {
        await run.act(next)
        const wanted = run.taken.length
        expect(run.photos.pulled()).toBeLessThanOrEqual(wanted === 0 ? 0 : wanted + ON_THE_WAY)
      }
      await run.finish(count)
      const sizes = await sizesOf(run)
      const all = Array.from({ length: count }, (_, index) => index + 1)
      expect(sizes).toEqual(run.ended ? all.slice(0, sizes.length) : all)
      expect(run.classifier.open()).toEqual([])
      expect(run.classifier.crops.map(({ closed }) => closed)).toEqual(run.classifier.crops.map(() => 1))
      if (run.ended) expect(run.classifier.asked.length).toBe(run.askedAtEnd)
      // a generator that nobody has started has nothing to give back
      if (run.photos.pulled() > 0) expect(run.photos.returned()).toBe(1)
    }),
    { numRuns: 200 },
  )
})
