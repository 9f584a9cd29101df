import type { LoggedRequest } from './messages.ts'

/** So many of the newest requests are remembered. */
const LENGTH = 500

/**
 * @param origin the site's own
 * @param now milliseconds since 1970
 */
export function createRequestLog(origin: string, now = () => performance.timeOrigin + performance.now()) {
  const log: LoggedRequest[] = []
  return {
    /** @returns the response, for whoever asked */
    record(request: Request, response: Response, from: LoggedRequest['from']): Response {
      const url = new URL(request.url)
      const length = response.headers.get('Content-Length')
      log.push({
        time: now(),
        method: request.method,
        url: url.origin === origin ? url.pathname + url.search : url.href,
        bytes: length === null ? undefined : Number(length),
        status: response.status,
        from,
      })
      if (log.length > LENGTH) log.shift()
      return response
    },
    list: (): readonly LoggedRequest[] => log,
  }
}
