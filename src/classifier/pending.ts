/** The requests that wait for their result, whichever worker gives it. */
import { ClassifierError } from './errors.ts'
import type { Heartbeat } from './heartbeat.ts'
import type { IdentifiedRequest, Request, Response, Result } from './protocol.ts'
import type { ClassifyOptions, MeasureOptions, Prepared, Priority, Source } from './types.ts'

/** What is said of a request. */
export type RequestMessage = Exclude<Response, { type: 'state' | 'pong' }>

export type RequestOptions = Pick<ClassifyOptions, 'signal' | 'onPrepared'> &
  Pick<MeasureOptions, 'onProgress'>

interface Pending {
  request: IdentifiedRequest
  finish(result: Result): void
  reject(reason: unknown): void
  /** Taken away once it has been called: a second worker prepares the photo again. */
  onPrepared: ((prepared: Prepared) => void) | undefined
  onProgress: MeasureOptions['onProgress']
}

export class PendingRequests {
  readonly #post: (request: Request) => void
  readonly #heartbeat: Pick<Heartbeat, 'start' | 'stop'>
  readonly #pending = new Map<number, Pending>()
  #lastId = 0

  /**
   * @param post sends to the worker, if there is one
   * @param heartbeat runs while something waits
   */
  constructor(post: (request: Request) => void, heartbeat: Pick<Heartbeat, 'start' | 'stop'>) {
    this.#post = post
    this.#heartbeat = heartbeat
  }

  /**
   * @param read the result's value, or `undefined` for a result of another kind
   * @throws ClassifierError as the worker says, or the signal's reason when aborted
   */
  ask<T>(
    toRequest: (id: number) => IdentifiedRequest,
    read: (result: Result) => T | undefined,
    { signal, onPrepared, onProgress }: RequestOptions,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      signal?.throwIfAborted()
      const id = ++this.#lastId
      const abort = () => {
        this.#take(id)?.reject(signal?.reason)
        this.#post({ type: 'abort', id })
      }
      const unlink = () => signal?.removeEventListener('abort', abort)
      signal?.addEventListener('abort', abort, { once: true })
      const pending: Pending = {
        request: toRequest(id),
        finish(result) {
          unlink()
          const value = read(result)
          if (value !== undefined) resolve(value)
          else reject(toReason(result))
        },
        reject(reason) {
          unlink()
          reject(reason)
        },
        onPrepared,
        onProgress,
      }
      this.#pending.set(id, pending)
      this.#heartbeat.start()
      this.#send(pending)
    })
  }

  /** Asks a new worker for all that waits. */
  resend(): void {
    for (const pending of [...this.#pending.values()]) this.#send(pending)
  }

  prioritise(source: Source, priority: Priority): void {
    for (const pending of this.#pending.values()) {
      const { request } = pending
      if (request.type !== 'classify' || request.source !== source) continue
      pending.request = { ...request, priority }
      this.#post({ type: 'prioritise', id: request.id, priority })
    }
  }

  rejectAll(error: ClassifierError): void {
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(error)
  }

  receive(message: RequestMessage): void {
    switch (message.type) {
      case 'prepared':
        this.#receivePrepared(message.id, message.prepared)
        return
      case 'progress':
        this.#pending.get(message.id)?.onProgress?.(message.loaded, message.total)
        return
      default: {
        const pending = this.#take(message.id)
        if (pending) pending.finish(message)
        else closeBitmaps(message) // aborted while the answer was on its way
      }
    }
  }

  #receivePrepared(id: number, prepared: Prepared): void {
    const pending = this.#pending.get(id)
    const onPrepared = pending?.onPrepared
    if (pending && onPrepared) {
      pending.onPrepared = undefined
      onPrepared(prepared)
    } else closeBitmaps({ type: 'prepared', id, prepared })
  }

  /** Takes a request out of those that wait. */
  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    if (this.#pending.size === 0) this.#heartbeat.stop()
    return pending
  }

  #send({ request }: Pending): void {
    try {
      this.#post(request)
    } catch (cause) {
      // pixels that are closed can't be sent
      const error = new ClassifierError('damaged-image', 'The photo can no longer be read.', { cause })
      this.#take(request.id)?.reject(error)
    }
  }
}

/** Of a message that nobody waits for. */
export function closeBitmaps(message: Response): void {
  if (message.type === 'answer') message.classification.crop?.close()
  if (message.type === 'thumbnail') message.bitmap.close()
  if (message.type !== 'prepared') return
  message.prepared.crop?.close()
  message.prepared.thumbnail?.close()
}

/** Why a request got no value. */
function toReason(result: Result): Error {
  if (result.type === 'error') return new ClassifierError(result.code, result.message)
  if (result.type === 'replaced') return new DOMException('A newer photo has taken its place.', 'AbortError')
  return new ClassifierError('internal', `The worker answered with ${result.type}.`)
}
