/** A classifier that answers when a test says so, and sources that count. */
import type { Classification, Classifier, ClassifyOptions, Source } from '../types.ts'

/** A photo is told by its size. */
export const photo = (size: number) => new Blob(['x'.repeat(size)])

const sizeOf = (source: Source) => (source instanceof Blob ? source.size : 0)

interface Asked {
  size: number
  options: ClassifyOptions
  state: 'open' | 'answered' | 'failed' | 'aborted'
  unlink(): void
  resolve(classification: Classification): void
  reject(reason: unknown): void
}

/** Each answer has the size of its photo as its width, and a crop. */
export class FakeClassifier implements Pick<Classifier, 'classify'> {
  readonly asked: Asked[] = []
  readonly crops: { width: number; height: number; closed: number; close(): void }[] = []

  classify(source: Source, options: ClassifyOptions = {}): Promise<Classification> {
    return new Promise((resolve, reject) => {
      const one: Asked = { size: sizeOf(source), options, state: 'open', unlink() {}, resolve, reject }
      this.asked.push(one)
      const abort = () => this.#end(one, 'aborted').reject(options.signal?.reason)
      options.signal?.addEventListener('abort', abort, { once: true })
      one.unlink = () => options.signal?.removeEventListener('abort', abort)
    })
  }

  open = () => this.asked.filter(({ state }) => state === 'open')

  /** Sizes of those that were aborted before they were answered. */
  aborted = () => this.asked.filter(({ state }) => state === 'aborted').map(({ size }) => size)

  answer(size: number): void {
    const one = this.open().find((asked) => asked.size === size)
    if (!one) return
    const crop = {
      ...{ width: size, height: 1, closed: 0 },
      close() {
        this.closed += 1
      },
    }
    this.crops.push(crop)
    this.#end(one, 'answered').resolve({
      ...{ predictions: [], looks: [{ region: { left: 0, top: 0, width: 1, height: 1 }, mirrored: false }] },
      ...{ timings: { decode: 0, preprocess: 0, inference: 0, total: 0 }, backend: 'engine', threads: 1 },
      ...{ model: 'int8', width: size, height: 1, crop },
    })
  }

  fail(size: number, reason: unknown): void {
    const one = this.open().find((asked) => asked.size === size)
    if (one) this.#end(one, 'failed').reject(reason)
  }

  #end(one: Asked, state: Asked['state']): Asked {
    one.unlink()
    one.state = state
    return one
  }
}

/** So many photos, of the sizes 1, 2, 3 …; each comes a moment after it was asked for. */
export function photos(count: number) {
  let pulled = 0
  let returned = 0
  async function* generate() {
    try {
      for (let size = 1; size <= count; size++) {
        pulled += 1
        await Promise.resolve()
        yield photo(size)
      }
    } finally {
      returned += 1
    }
  }
  return { sources: generate(), pulled: () => pulled, returned: () => returned }
}
