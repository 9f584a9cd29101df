import type { Answers, ToServiceWorker } from './messages.ts'

/** How long the service worker may take, milliseconds: it may have to start first. */
const PATIENCE = 5000

/** Asks the service worker that serves this page; `undefined` when there is none or it does not answer. */
export function askServiceWorker<T extends keyof Answers>(type: T): Promise<Answers[T] | undefined> {
  const controller = navigator.serviceWorker?.controller
  if (!controller) return Promise.resolve(undefined)
  const { port1, port2 } = new MessageChannel()
  const message: ToServiceWorker = { type }
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), PATIENCE)
    port1.onmessage = ({ data }: MessageEvent<Answers[T]>) => {
      clearTimeout(timer)
      resolve(data)
    }
    controller.postMessage(message, [port2])
  })
}
