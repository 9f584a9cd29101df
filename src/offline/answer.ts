import { withSecurityHeaders } from './policy.ts'
import type { createRequestLog } from './request-log.ts'
import type { createSharedPhoto } from './shared-photo.ts'
import type { ShellStore } from './shell-store.ts'

/** A fetch event, as far as answering it needs. */
export interface Asked {
  readonly request: Request
  /** Of the page that asks. */
  readonly clientId: string
  waitUntil(work: Promise<unknown>): void
}

export interface AnswerTools {
  /** Address of the folder that the page is in. */
  scope: string
  shell: Pick<ShellStore, 'match' | 'isStoredLater' | 'put'>
  log: Pick<ReturnType<typeof createRequestLog>, 'record'>
  shared: Pick<ReturnType<typeof createSharedPhoto>, 'receive'>
  /** The network, to the own origin alone. */
  fetch: (request: Request) => Promise<Response>
  /** Answers `POST predict`. */
  predict: (request: Request, clientId: string) => Promise<Response>
  /** Does work that stores something, where that is allowed. */
  store: (work: () => Promise<void>) => Promise<unknown>
}

/** What lies in our own caches has the headers already; sample pictures are stored by the page. */
const hasHeaders = ({ headers }: Response) => headers.has('Content-Security-Policy')

/** Answers a request of a page or a worker: from what is stored, from the network, or as a server would. */
export function createAnswer({ scope, shell, log, shared, fetch, predict, store }: AnswerTools) {
  const home = new URL(scope)

  async function fromNetwork({ request, waitUntil }: Asked, address: string): Promise<Response> {
    let response: Response
    try {
      response = await fetch(request)
    } catch {
      return log.record(request, Response.error(), 'network')
    }
    if (response.status === 200 && shell.isStoredLater(address)) {
      const copy = response.clone()
      // no space, or everything is being deleted: the next time it comes from the network again
      waitUntil(store(() => shell.put(address, copy)).catch(() => {}))
    }
    return log.record(request, withSecurityHeaders(response), 'network')
  }

  async function file(asked: Asked): Promise<Response> {
    const { request } = asked
    const { origin, pathname } = new URL(request.url)
    const address = origin + pathname
    const isPage = request.mode === 'navigate' && address === home.href
    // Where the browser's storage fails, the network may still be there.
    const stored = await shell
      .match(isPage ? new URL('index.html', home).href : address)
      .catch(() => undefined)
    if (!stored) return fromNetwork(asked, address)
    // Chromium keeps compiled code with a stored script, and finds it for the very response that was stored.
    return log.record(request, hasHeaders(stored) ? stored : withSecurityHeaders(stored), 'cache')
  }

  return async (asked: Asked): Promise<Response> => {
    const { request, clientId } = asked
    const url = new URL(request.url)
    // The policy refuses these before they come here; what it missed ends here.
    if (url.origin !== home.origin) return log.record(request, Response.error(), 'refused')
    const path = url.pathname.startsWith(home.pathname) ? url.pathname.slice(home.pathname.length) : undefined
    if (path === 'predict')
      return log.record(request, withSecurityHeaders(await predict(request, clientId)), 'page')
    if (path === 'share' && request.method === 'POST')
      return log.record(request, await shared.receive(request, asked.waitUntil), 'page')
    if (request.method === 'GET') return file(asked)
    return log.record(request, withSecurityHeaders(new Response(null, { status: 405 })), 'refused')
  }
}
