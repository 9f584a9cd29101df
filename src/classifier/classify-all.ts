/** Many photos, one after another: answers in the order of the sources, few photos on their way at a time. */
import { linkedController } from './abort.ts'
import { type ClassifierError, toClassifierError } from './errors.ts'
import type { Classification, Classifier, ClassifyOptions, Source } from './types.ts'

/** What became of a source. An error is that of this source alone; the next ones are answered as usual. */
export type Classified<S extends Source = Source> =
  | { source: S; classification: Classification }
  | { source: S; error: ClassifierError }

/** As of a single photo; `priority` is `'batch'` unless told. */
export type ClassifyAllOptions = Omit<ClassifyOptions, 'latestOf' | 'keep' | 'onPrepared'>

/** Answers that come when they are asked for. `return` ends all that is on its way, even while `next` waits. */
export interface ClassifiedIterator<S extends Source>
  extends AsyncIterableIterator<Classified<S>, undefined> {
  return(): Promise<IteratorReturnResult<undefined>>
}

/** So many photos are on their way: one is inferred, two are prepared, one is being prepared. */
export const ON_THE_WAY = 4

function iteratorOf<S>(sources: Iterable<S> | AsyncIterable<S>): Iterator<S> | AsyncIterator<S> {
  return Symbol.asyncIterator in sources ? sources[Symbol.asyncIterator]() : sources[Symbol.iterator]()
}

const ignore = () => {}

/** The photos that are on their way, kept as many as {@link ON_THE_WAY} as long as there are sources. */
class Batch<S extends Source> {
  readonly #ask: (source: S) => Promise<Classified<S>>
  readonly #sources: Iterator<S> | AsyncIterator<S>
  readonly #answers: Promise<Classified<S>>[] = []
  /** Ends with the source that is being waited for; never rejects. */
  #pulling: Promise<void> | undefined
  #exhausted = false
  /** What the sources threw, boxed, since anything can be thrown. */
  #broken: { reason: unknown } | undefined

  constructor(sources: Iterable<S> | AsyncIterable<S>, ask: (source: S) => Promise<Classified<S>>) {
    this.#sources = iteratorOf(sources)
    this.#ask = ask
  }

  /**
   * The next answer in the sources' order; `undefined` after the last.
   * @throws what the sources have thrown, after the answers to those before
   */
  async next(signal: AbortSignal): Promise<Classified<S> | undefined> {
    signal.throwIfAborted()
    this.#fill(signal)
    while (this.#answers.length === 0 && this.#pulling !== undefined)
      await unlessAborted(this.#pulling, signal)
    const first = this.#answers[0]
    if (!first) {
      if (this.#broken) throw this.#broken.reason
      return undefined
    }
    const answer = await unlessAborted(first, signal)
    signal.throwIfAborted()
    void this.#answers.shift()
    this.#fill(signal)
    return answer
  }

  /** Gives the sources back, and what has been answered and nobody gets. All photos must have been aborted before. */
  async end(): Promise<void> {
    for (const answer of this.#answers.splice(0)) {
      void answer.then((one) => 'classification' in one && one.classification.crop?.close(), ignore)
    }
    if (this.#exhausted) return
    this.#exhausted = true
    const returned = Promise.resolve(this.#sources.return?.())
    // a source that never comes would hold up whoever ends the iteration
    if (this.#pulling !== undefined) returned.catch(ignore)
    else await returned
  }

  #fill(signal: AbortSignal): void {
    const enough = this.#exhausted || this.#answers.length >= ON_THE_WAY
    if (this.#pulling !== undefined || enough || signal.aborted) return
    this.#pulling = this.#pull(signal).then(() => {
      this.#pulling = undefined
      this.#fill(signal)
    })
  }

  async #pull(signal: AbortSignal): Promise<void> {
    try {
      const pulled = await this.#sources.next()
      if (signal.aborted) return
      if (pulled.done) this.#exhausted = true
      else this.#answers.push(this.#ask(pulled.value))
    } catch (reason) {
      this.#exhausted = true
      this.#broken = { reason }
    }
  }
}

/** @throws the signal's reason when aborted before */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

async function* answersOf<S extends Source>(
  classifier: Pick<Classifier, 'classify'>,
  sources: Iterable<S> | AsyncIterable<S>,
  { signal: given, ...options }: ClassifyAllOptions,
  stopped: AbortSignal,
): AsyncGenerator<Classified<S>, undefined> {
  const { controller, unlink } = linkedController(stopped, ...(given ? [given] : []))
  const { signal } = controller
  const batch = new Batch(sources, async (source: S): Promise<Classified<S>> => {
    try {
      const classification = await classifier.classify(source, { priority: 'batch', ...options, signal })
      return { source, classification }
    } catch (error) {
      return { source, error: toClassifierError(error) }
    }
  })
  try {
    for (let answer = await batch.next(signal); answer; answer = await batch.next(signal)) yield answer
  } catch (error) {
    if (!stopped.aborted) throw error
  } finally {
    unlink()
    await batch.end()
  }
  return undefined
}

/**
 * Answers many sources in their order. Sources are pulled only a few ahead of the answers that have been taken, so an
 * endless or a slow iterable will do; one is prepared while another is inferred.
 *
 * A source that can't be answered gives its error and the next goes on. Where the model itself has failed, each gives that.
 * Leaving the loop ends all that is on its way and costs no further inference, as the signal does.
 *
 * Sources that are pixels stay open: whoever made them closes them, after their answer or when the iterable is returned.
 * @throws the signal's reason when aborted, and what the iterable throws, after the answers to the sources before
 */
export function classifyAll<S extends Source>(
  classifier: Pick<Classifier, 'classify'>,
  sources: Iterable<S> | AsyncIterable<S>,
  options: ClassifyAllOptions = {},
): ClassifiedIterator<S> {
  const stopping = new AbortController()
  const answers = answersOf(classifier, sources, options, stopping.signal)
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: () => answers.next(),
    async return() {
      // a generator alone would first wait for the answer that is on its way
      stopping.abort()
      await answers.return(undefined)
      return { done: true, value: undefined }
    },
  }
}
