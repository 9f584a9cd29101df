import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ClassifierClient, type ClientParts } from './client.ts'
import type { Request, Response } from './protocol.ts'
import { fakeTimers } from './test/fakes.ts'
import type { Classification } from './types.ts'

// A page that asks, aborts, chooses and tries again while workers answer, fail, break and are replaced.

type Action =
  | { do: 'classify'; announced: boolean }
  | { do: 'abort' | 'answer' | 'error' | 'prepare' | 'late'; which: number }
  | { do: 'configure' | 'retry' | 'fail' | 'break' | 'ready' | 'hang' | 'adopt' | 'done' }

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constant('classify' as const), announced: fc.boolean() }),
  fc.record({
    do: fc.constantFrom(
      'abort' as const,
      'answer' as const,
      'error' as const,
      'prepare' as const,
      'late' as const,
    ),
    which: fc.nat(8),
  }),
  fc.record({
    do: fc.constantFrom(
      ...(['configure', 'retry', 'fail', 'break', 'ready', 'hang', 'adopt', 'done'] as const),
    ),
  }),
)

function bitmap() {
  return {
    ...{ width: 1, height: 1, closed: 0 },
    close() {
      this.closed += 1
    },
  }
}

class FakeWorker extends EventTarget {
  readonly open = new Map<number, Request>()
  terminated = false

  postMessage(request: Request): void {
    if (request.type === 'abort') this.open.delete(request.id)
    else if ('id' in request && request.type !== 'prioritise') this.open.set(request.id, request)
  }

  terminate(): void {
    this.terminated = true
  }

  say(data: Response): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

interface Asked {
  number: number
  controller: AbortController
  /** How often its promise has ended, and with what. */
  ends: ({ width: number } | { reason: unknown })[]
  prepared: number
}

class Page {
  readonly workers: FakeWorker[] = []
  readonly asked: Asked[] = []
  readonly bitmaps: ReturnType<typeof bitmap>[] = []
  readonly timers = fakeTimers()
  readonly client = new ClassifierClient(
    {},
    {
      ...{ site: 'https://example.org/', obstacle: () => undefined, savesData: () => false, maxThreads: 1 },
      every: this.timers.every,
      startWorker: (load) => {
        const worker = new FakeWorker()
        worker.postMessage(load)
        this.workers.push(worker)
        return worker as FakeWorker & ReturnType<ClientParts['startWorker']>
      },
    },
  )
  #adopting = 0
  adopted = 0

  #worker(): FakeWorker {
    const worker = this.workers.at(-1)
    if (!worker) throw new Error('no worker')
    return worker
  }

  #crop() {
    const crop = bitmap()
    this.bitmaps.push(crop)
    return crop
  }

  /** The photo's number, as its width. */
  #answer(worker: FakeWorker, id: number): void {
    const request = worker.open.get(id)
    if (request?.type !== 'classify' || !(request.source instanceof Blob)) return
    worker.open.delete(id)
    const classification: Classification = {
      ...{ predictions: [], looks: [{ region: { left: 0, top: 0, width: 1, height: 1 }, mirrored: false }] },
      ...{ timings: { decode: 0, preprocess: 0, inference: 0, total: 0 }, backend: 'engine', threads: 1 },
      ...{ model: 'int8', width: request.source.size, height: 1, crop: this.#crop() },
    }
    worker.say({ type: 'answer', id, classification })
  }

  #classify(announced: boolean): void {
    const number = this.asked.length + 1
    const one: Asked = { number, controller: new AbortController(), ends: [], prepared: 0 }
    this.asked.push(one)
    const onPrepared = announced
      ? {
          onPrepared: ({ crop }: { crop: ImageBitmap | undefined }) => {
            one.prepared += 1
            crop?.close()
          },
        }
      : {}
    this.client
      .classify(new Blob(['x'.repeat(number)]), { signal: one.controller.signal, ...onPrepared })
      .then(
        ({ width, crop }) => {
          one.ends.push({ width })
          crop?.close()
        },
        (reason) => one.ends.push({ reason }),
      )
  }

  act(next: Action): void {
    const worker = this.#worker()
    const id = 'which' in next ? ([...worker.open.keys()][next.which % (worker.open.size || 1)] ?? 0) : 0
    switch (next.do) {
      case 'classify':
        this.#classify(next.announced)
        return
      case 'abort':
        this.asked[next.which]?.controller.abort(new Error('enough'))
        return
      case 'answer':
        this.#answer(worker, id)
        return
      case 'late': {
        const former = this.workers.at(-2)
        const [late] = former?.open.keys() ?? []
        if (former && late !== undefined) this.#answer(former, late)
        return
      }
      case 'prepare':
        worker.say({ type: 'prepared', id, prepared: { crop: this.#crop(), width: 1, height: 1 } })
        return
      case 'error':
        worker.open.delete(id)
        worker.say({ type: 'error', id, code: 'damaged-image', message: 'no' })
        return
      case 'adopt':
        this.#adopting += 1
        this.client
          .adopt('webgpu')
          .finally(() => {
            this.adopted += 1
          })
          .catch(() => {})
        return
      case 'done':
        for (const [open, { type }] of worker.open)
          if (type === 'adopt') worker.say({ type: 'done', id: open })
        return
      default:
        this.#happen(next.do, worker)
        return
    }
  }

  #happen(what: 'configure' | 'retry' | 'fail' | 'break' | 'ready' | 'hang', worker: FakeWorker): void {
    switch (what) {
      case 'configure':
        this.client.configure({ exact: this.workers.length % 2 === 1 })
        return
      case 'retry':
        this.client.retry()
        return
      case 'fail':
        worker.say({ type: 'state', state: { status: 'failed', code: 'network', message: 'gone' } })
        return
      case 'break':
        worker.dispatchEvent(Object.assign(new Event('error'), { message: 'boom' }))
        return
      case 'ready':
        worker.say({
          type: 'state',
          state: {
            ...{ status: 'ready', backend: 'engine', threads: 1, model: 'int8', classes: [], notes: [] },
          },
        })
        return
      case 'hang':
        this.timers.tick(30)
        return
    }
  }

  async end(): Promise<void> {
    if (this.client.state.status === 'failed') this.client.retry()
    for (let round = 0; round < 3; round++) {
      const worker = this.#worker()
      for (const id of [...worker.open.keys()]) this.#answer(worker, id)
      this.act({ do: 'done' })
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  check(): void {
    for (const { number, ends, prepared, controller } of this.asked) {
      expect(ends).toHaveLength(1)
      expect(prepared).toBeLessThanOrEqual(1)
      const [end] = ends
      if (end && 'width' in end) expect(end.width).toBe(number)
      else if (end?.reason instanceof Error && end.reason.message === 'enough')
        expect(controller.signal.aborted).toBe(true)
    }
    expect(this.adopted).toBe(this.#adopting)
    expect(this.bitmaps.map(({ closed }) => closed)).toEqual(this.bitmaps.map(() => 1))
    expect(this.workers.slice(0, -1).every(({ terminated }) => terminated)).toBe(true)
    expect(this.timers.running.size).toBe(0)
  }
}

test('each photo ends once, with its own answer, whatever becomes of the workers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 50 }), async (actions) => {
      const page = new Page()
      for (const next of actions) page.act(next)
      await page.end()
      page.check()
    }),
    { numRuns: 400 },
  )
})
