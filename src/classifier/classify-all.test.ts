import { describe, expect, test } from 'vitest'
import { classifyAll, ON_THE_WAY } from './classify-all.ts'
import { ClassifierError } from './errors.ts'
import { FakeClassifier, photo, photos } from './test/fake-classifier.ts'
import { deferred, quiet } from './test/fakes.ts'

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describe('classifyAll', () => {
  test('answers in the sources’ order, whichever is done first', async () => {
    const classifier = new FakeClassifier()
    const sources = [1, 2, 3].map(photo)
    const answers = collect(classifyAll(classifier, sources))
    await quiet()
    for (const size of [3, 1, 2]) classifier.answer(size)
    expect(await answers).toMatchObject(
      sources.map((source) => ({ source, classification: { width: source.size } })),
    )
  })

  test('takes an async iterable too, and passes the options on, with the priority of a folder', async () => {
    const classifier = new FakeClassifier()
    const answers = collect(classifyAll(classifier, photos(1).sources, { want: { top: 1 } }))
    await quiet()
    expect(classifier.asked[0]?.options).toMatchObject({ want: { top: 1 }, priority: 'batch' })
    classifier.answer(1)
    expect(await answers).toHaveLength(1)
  })

  test('asks for nothing before the first answer is wanted, and then only a few ahead', async () => {
    const classifier = new FakeClassifier()
    const { sources, pulled } = photos(20)
    const answers = classifyAll(classifier, sources)
    await quiet()
    expect(pulled()).toBe(0)
    const first = answers.next()
    await quiet()
    expect([pulled(), classifier.asked.length]).toEqual([ON_THE_WAY, ON_THE_WAY])
    for (const size of [1, 2, 3, 4]) classifier.answer(size)
    await first
    await quiet()
    expect(pulled()).toBe(ON_THE_WAY + 1)
  })

  test('gives an answer while the next source has not come yet', async () => {
    const classifier = new FakeClassifier()
    const { promise } = deferred()
    const answers = classifyAll(
      classifier,
      (async function* () {
        yield photo(1)
        await promise
      })(),
    )
    const first = answers.next()
    await quiet()
    classifier.answer(1)
    expect(await first).toMatchObject({ value: { classification: { width: 1 } } })
  })

  test('gives the error of a source that fails, and goes on', async () => {
    const classifier = new FakeClassifier()
    const answers = collect(classifyAll(classifier, [1, 2, 3].map(photo)))
    await quiet()
    classifier.fail(1, new ClassifierError('damaged-image', 'no'))
    classifier.fail(2, new TypeError('what?'))
    classifier.answer(3)
    expect(await answers).toMatchObject([
      { error: { code: 'damaged-image', message: 'no' } },
      { error: { code: 'internal', message: 'what?' } },
      { classification: { width: 3 } },
    ])
  })

  test('throws what the sources throw, after the answers to those before', async () => {
    const classifier = new FakeClassifier()
    const answers = classifyAll(
      classifier,
      (async function* () {
        yield photo(1)
        throw new Error('the folder is gone')
      })(),
    )
    const first = answers.next()
    await quiet()
    classifier.answer(1)
    expect((await first).done).toBe(false)
    await expect(answers.next()).rejects.toThrow('the folder is gone')
    expect(await answers.next()).toEqual({ done: true, value: undefined })
  })
})

describe('aborting', () => {
  test('rejects at once with the signal’s reason, aborts all on its way and gives the sources back', async () => {
    const classifier = new FakeClassifier()
    const { sources, returned } = photos(9)
    const controller = new AbortController()
    const next = classifyAll(classifier, sources, { signal: controller.signal }).next()
    await quiet()
    controller.abort(new Error('enough'))
    await expect(next).rejects.toThrow('enough')
    expect(classifier.aborted()).toEqual([1, 2, 3, 4])
    expect(returned()).toBe(1)
  })

  test('before the first answer is wanted asks for nothing', async () => {
    const classifier = new FakeClassifier()
    const { sources, pulled } = photos(9)
    await expect(
      classifyAll(classifier, sources, { signal: AbortSignal.abort(new Error('no')) }).next(),
    ).rejects.toThrow('no')
    expect([pulled(), classifier.asked]).toEqual([0, []])
  })

  test('while nobody waits pulls no further source', async () => {
    const classifier = new FakeClassifier()
    const controller = new AbortController()
    const slow = deferred()
    let pulled = 0
    const sources = (async function* () {
      for (;;) {
        pulled += 1
        if (pulled === 5) await slow.promise
        yield photo(pulled)
        if (pulled > 20) throw new Error('pulled on and on')
      }
    })()
    const answers = classifyAll(classifier, sources, { signal: controller.signal })
    const first = answers.next()
    await quiet()
    classifier.answer(1)
    await first
    controller.abort(new Error('enough'))
    slow.resolve()
    await quiet()
    expect([pulled, classifier.asked.length]).toEqual([5, 4])
    await expect(answers.next()).rejects.toThrow('enough')
    expect(await sources.next()).toEqual({ done: true, value: undefined })
  })

  test('ends the wait for a source that never comes', async () => {
    const controller = new AbortController()
    const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }
    const next = classifyAll(new FakeClassifier(), never, { signal: controller.signal }).next()
    await quiet()
    controller.abort(new Error('enough'))
    await expect(next).rejects.toThrow('enough')
  })
})

describe('leaving the loop', () => {
  test('aborts what is on its way, gives the sources back and closes crops that nobody gets', async () => {
    const classifier = new FakeClassifier()
    const { sources, returned, pulled } = photos(9)
    for await (const answer of answerAll(classifier, sources)) {
      expect(answer).toMatchObject({ classification: { width: 1 } })
      classifier.answer(2)
      await quiet()
      break
    }
    expect(classifier.aborted()).toEqual([3, 4, 5])
    expect([returned(), pulled()]).toEqual([1, 5])
    expect(classifier.crops.map(({ closed }) => closed)).toEqual([0, 1])
  })

  test('ends a `next` that waits', async () => {
    const classifier = new FakeClassifier()
    const answers = classifyAll(classifier, photos(9).sources)
    const next = answers.next()
    await quiet()
    const end = { done: true, value: undefined }
    expect(await answers.return()).toEqual(end)
    expect(await next).toEqual(end)
    expect(classifier.aborted()).toEqual([1, 2, 3, 4])
  })

  test('before the first answer is wanted asks for nothing', async () => {
    const { sources, pulled } = photos(9)
    const answers = classifyAll(new FakeClassifier(), sources)
    await answers.return()
    expect((await answers.next()).done).toBe(true)
    expect(pulled()).toBe(0)
  })
})

/** Answers the first photo as soon as it is asked for. */
function answerAll(classifier: FakeClassifier, sources: AsyncIterable<Blob>) {
  const answers = classifyAll(classifier, sources)
  void quiet().then(() => classifier.answer(1))
  return answers
}

test('nothing listens to the signal afterwards', async () => {
  const { signal } = new AbortController()
  let listeners = 0
  const { addEventListener, removeEventListener } = signal
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners += 1
    addEventListener.apply(signal, args)
  }
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners -= 1
    removeEventListener.apply(signal, args)
  }
  const classifier = new FakeClassifier()
  const answers = collect(classifyAll(classifier, [photo(1)], { signal }))
  await quiet()
  expect(listeners).toBe(1)
  classifier.answer(1)
  await answers
  expect(listeners).toBe(0)
})
