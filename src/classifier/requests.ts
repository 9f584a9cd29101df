/** What the page asks, given to session and pipeline. */
import { ClassifierError, toClassifierError } from './errors.ts'
import type { Pipeline } from './pipeline.ts'
import type { Preparer } from './prepare.ts'
import type { LoadRequest, Request, Response, Result } from './protocol.ts'
import type { Session } from './session.ts'
import type { BackendName } from './types.ts'

export interface Services {
  session: Pick<Session, 'pause' | 'resume' | 'clean' | 'measurable' | 'measure' | 'adopt' | 'stopStoring'>
  pipeline: Pick<Pipeline, 'add' | 'abort' | 'prioritise' | 'exclusive'>
  preparer: Pick<Preparer, 'keep' | 'thumbnail'>
}

/** What an identified request is answered with. */
type Answer = (services: Services, id: number) => Promise<Result>

const measurable: Answer = async ({ session }, id) => ({
  type: 'measurable',
  id,
  measurable: await session.measurable(),
})

const stopStoring: Answer = async ({ session }, id) => {
  await session.stopStoring()
  return { type: 'done', id }
}

const thumbnail =
  (source: Blob, side: number): Answer =>
  async ({ preparer }, id) => ({ type: 'thumbnail', id, bitmap: await preparer.thumbnail(source, side) })

const adopt =
  (backend: BackendName): Answer =>
  async ({ session }, id) => {
    await session.adopt(backend)
    return { type: 'done', id }
  }

/** The worker's ear. */
export class Requests {
  readonly #start: (request: LoadRequest) => Services
  readonly #send: (response: Response, transfer?: Transferable[]) => void
  #services: Services | undefined
  /** How to stop what is being measured. */
  readonly #measuring = new Map<number, AbortController>()

  /** @param start begins to load the model, as the first message says */
  constructor(
    start: (request: LoadRequest) => Services,
    send: (response: Response, transfer?: Transferable[]) => void,
  ) {
    this.#start = start
    this.#send = send
  }

  /** Takes one of the page's messages. */
  handle(request: Request): void {
    if (request.type === 'load') {
      this.#services = this.#start(request)
      if (request.storesNothing) void this.#services.session.stopStoring()
      return
    }
    if (!this.#services) throw new ClassifierError('internal', `${request.type} came before load`)
    if ('id' in request) this.#handleIdentified(request, this.#services)
    else this.#handleWish(request.type, this.#services)
  }

  #handleWish(type: 'pause' | 'resume' | 'forget' | 'clean' | 'ping', { session, preparer }: Services): void {
    switch (type) {
      case 'pause':
        session.pause()
        return
      case 'resume':
        session.resume()
        return
      case 'forget':
        preparer.keep(undefined)
        return
      case 'clean':
        // what could not be removed is removed on another visit
        void session.clean().catch(() => {})
        return
      case 'ping':
        this.#send({ type: 'pong' })
    }
  }

  #handleIdentified(request: Extract<Request, { id: number }>, services: Services): void {
    const { id } = request
    const { pipeline, preparer } = services
    switch (request.type) {
      case 'classify':
        if (request.keep !== undefined) preparer.keep(request.keep)
        pipeline.add(request)
        return
      case 'prioritise':
        pipeline.prioritise(id, request.priority)
        return
      case 'abort':
        this.#measuring.get(id)?.abort()
        pipeline.abort(id)
        return
      case 'thumbnail':
        this.#answer(thumbnail(request.source, request.side), services, id)
        return
      case 'measure':
        this.#answer(this.#measure, services, id)
        return
      case 'measurable':
        this.#answer(measurable, services, id)
        return
      case 'adopt':
        this.#answer(adopt(request.backend), services, id)
        return
      case 'stop-storing':
        this.#answer(stopStoring, services, id)
    }
  }

  #answer(answer: Answer, services: Services, id: number): void {
    answer(services, id).then(
      (result) => this.#send(result, result.type === 'thumbnail' ? [result.bitmap] : []),
      (error) => {
        const { code, message } = toClassifierError(error)
        this.#send({ type: 'error', id, code, message })
      },
    )
  }

  readonly #measure: Answer = async ({ session, pipeline }, id) => {
    const controller = new AbortController()
    this.#measuring.set(id, controller)
    try {
      const onProgress = (loaded: number, total: number) =>
        this.#send({ type: 'progress', id, loaded, total })
      const measurements = await session.measure(pipeline.exclusive, onProgress, controller.signal)
      return { type: 'measured', id, measurements }
    } finally {
      this.#measuring.delete(id)
    }
  }
}
