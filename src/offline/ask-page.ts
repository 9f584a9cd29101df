import type { PredictAnswer, PredictRequest } from './messages.ts'

/** A page, as a service worker sees it. */
export interface PageClient {
  readonly id: string
  postMessage(message: PredictRequest, transfer: Transferable[]): void
}

/** Of the service worker's clients, what is used here. */
export interface Pages {
  matchAll(options: { type: 'window' }): Promise<readonly PageClient[]>
  get(id: string): Promise<unknown>
}

/** How long a page may take to answer, milliseconds. */
export const PAGE_LIMIT = 60_000

/** How often is looked whether the page is still there, milliseconds. */
export const LOOK_INTERVAL = 1000

/** @returns the page's answer, or `undefined` when it is closed or does not answer in time */
function ask(page: PageClient, message: PredictRequest, pages: Pages): Promise<PredictAnswer | undefined> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    function end(answer: PredictAnswer | undefined): void {
      clearTimeout(limit)
      clearInterval(looking)
      port1.close()
      resolve(answer)
    }
    const limit = setTimeout(() => end(undefined), PAGE_LIMIT)
    const looking = setInterval(() => {
      void pages.get(page.id).then((found) => found === undefined && end(undefined))
    }, LOOK_INTERVAL)
    port1.onmessage = ({ data }: MessageEvent<PredictAnswer>) => end(data)
    page.postMessage(message, [port2])
  })
}

/**
 * Asks an open page: the one whose script wants to know, else any. When it is closed before it has answered, the next.
 * @param clientId of who wants to know
 * @returns `undefined` when no page has answered
 */
export async function askPage(
  pages: Pages,
  clientId: string,
  message: PredictRequest,
): Promise<PredictAnswer | undefined> {
  const open = await pages.matchAll({ type: 'window' })
  const asking = open.filter(({ id }) => id === clientId)
  for (const page of [...asking, ...open.filter(({ id }) => id !== clientId)]) {
    const answer = await ask(page, message, pages)
    if (answer) return answer
    if ((await pages.get(page.id)) !== undefined) return undefined // it is there and silent: others would be as busy
  }
  return undefined
}
