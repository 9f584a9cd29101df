import type { FromWorker, Start, ToWorker } from './messages.ts'

/** One way to run the network, started. */
export interface Contestant {
  threads: number
  note?: string
  /** @returns logits; nothing where nothing is classified */
  run: (rgb: Uint8Array) => Promise<ArrayLike<number> | undefined>
  /** Makes a session once more. @returns milliseconds */
  create?: () => Promise<number>
}

/** Of the worker's global scope, what is used here. */
declare const self: {
  postMessage(message: FromWorker): void
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void
}

function indexOfLargest(values: ArrayLike<number>): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i
  return best
}

/** Answers the page's messages with a contestant. */
export function serve(begin: (start: Start) => Promise<Contestant>): void {
  let contestant: Contestant | undefined
  const answer = async (message: ToWorker): Promise<FromWorker> => {
    if (message.type === 'start') {
      contestant = await begin(message.start)
      const { threads, note } = contestant
      return { type: 'started', threads, ...(note ? { note } : {}) }
    }
    if (!contestant) throw new Error('not started')
    if (message.type === 'create') {
      if (!contestant.create) throw new Error('has no session')
      return { type: 'created', milliseconds: await contestant.create() }
    }
    const start = performance.now()
    const logits = await contestant.run(message.rgb)
    return {
      type: 'ran',
      milliseconds: performance.now() - start,
      best: logits ? indexOfLargest(logits) : -1,
    }
  }
  self.addEventListener('message', ({ data }) => {
    answer(data).then(
      (response) => self.postMessage(response),
      (error: unknown) =>
        self.postMessage({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
    )
  })
}
