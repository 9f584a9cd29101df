/** What the page asks, given to session and pipeline. */
import { ClassifierError, toClassifierError } from './errors.ts'
import type { Pipeline } from './pipeline.ts'
import type { Preparer } from './prepare.ts'
import type { LoadRequest, Request, Response, Result } from './protocol.ts'
import type { Session } from './session.ts'

export interface Services {
  session: Pick<Session, 'pause' | 'resume' | 'clean' | 'measurable' | 'measure' | 'adopt' | 'stopStoring'>
  pipeline: Pick<Pipeline, 'add' | 'abort' | 'prioritise' | 'exclusive'>
  preparer: Pick<Preparer, 'keep'>
}

/**
 * @param start begins to load the model, as the first message says
 * @returns takes the page's messages
 */
export function createRequestHandler(
  start: (request: LoadRequest) => Services,
  send: (response: Response) => void,
): (request: Request) => void {
  let services: Services | undefined
  /** How to stop what is being measured. */
  const measuring = new Map<number, AbortController>()

  function answer(id: number, work: () => Promise<Result>): void {
    work().then(send, (error) => {
      const { code, message } = toClassifierError(error)
      send({ type: 'error', id, code, message })
    })
  }

  function measure({ session, pipeline }: Services, id: number): void {
    const controller = new AbortController()
    measuring.set(id, controller)
    answer(id, async () => {
      try {
        const onProgress = (loaded: number, total: number) => send({ type: 'progress', id, loaded, total })
        const measurements = await session.measure(pipeline.exclusive, onProgress, controller.signal)
        return { type: 'measured', id, measurements }
      } finally {
        measuring.delete(id)
      }
    })
  }

  function serve(request: Exclude<Request, LoadRequest>, all: Services): void {
    const { session, pipeline, preparer } = all
    switch (request.type) {
      case 'classify': {
        if (request.keep !== undefined) preparer.keep(request.keep)
        pipeline.add(request)
        return
      }
      case 'prioritise':
        pipeline.prioritise(request.id, request.priority)
        return
      case 'abort':
        measuring.get(request.id)?.abort()
        pipeline.abort(request.id)
        return
      case 'forget':
        preparer.keep(undefined)
        return
      case 'pause':
        session.pause()
        return
      case 'resume':
        session.resume()
        return
      case 'measure':
        measure(all, request.id)
        return
      case 'measurable':
        answer(request.id, async () => ({
          type: 'measurable',
          id: request.id,
          measurable: await session.measurable(),
        }))
        return
      case 'adopt':
        answer(request.id, async () => {
          await session.adopt(request.backend)
          return { type: 'done', id: request.id }
        })
        return
      case 'stop-storing':
        answer(request.id, async () => {
          await session.stopStoring()
          return { type: 'done', id: request.id }
        })
        return
      case 'clean':
        // what could not be removed is removed on another visit
        void session.clean().catch(() => {})
        return
      case 'ping':
        send({ type: 'pong' })
    }
  }

  return (request) => {
    if (request.type !== 'load') {
      if (!services) throw new ClassifierError('internal', `${request.type} came before load`)
      serve(request, services)
      return
    }
    services = start(request)
    if (request.storesNothing) void services.session.stopStoring()
  }
}
