/** The requests since the page opened, from the two who see them: the service worker and the browser's own timeline. */
import type { LoggedRequest } from '../../offline/messages.ts'

/** What the browser's timeline tells of a request; it knows no method. */
export interface TimelineRequest {
  /** Milliseconds since the page opened. */
  time: number
  url: string
  bytes: number
}

export interface ListedRequest {
  /** Milliseconds since the page opened. */
  time: number
  /** `undefined` where only the timeline saw it. */
  method: string | undefined
  /** Path and query on the own origin, else the whole URL. */
  url: string
  /** Of the answer, as far as anyone tells. */
  bytes: number | undefined
  /** `'browser'`: only the timeline saw it, and does not say whether the network was asked. */
  from: LoggedRequest['from'] | 'browser'
}

/** The clocks of page and service worker may differ by this, milliseconds. */
const SKEW = 50

/** A URL as the service worker lists it. */
function listedUrl(url: string, origin: string): string {
  const parsed = new URL(url, origin)
  return parsed.origin === origin ? parsed.pathname + parsed.search : parsed.href
}

/** One of which no method is known. */
const listed = (time: number, url: string, bytes: number, from: ListedRequest['from']): ListedRequest => ({
  time,
  method: undefined,
  url,
  bytes,
  from,
})

/**
 * One list, by time. What both saw stands in it once.
 * @param refused URLs that the policy refused the page, and when: milliseconds since the page opened
 * @param timeOrigin when the page opened, milliseconds since 1970
 */
export function listRequests(
  logged: readonly LoggedRequest[],
  timeline: readonly TimelineRequest[],
  refused: ReadonlyMap<string, number>,
  { origin, timeOrigin }: { origin: string; timeOrigin: number },
): ListedRequest[] {
  const seen = timeline.map((entry) => ({ ...entry, url: listedUrl(entry.url, origin) }))
  const bytesOf = new Map(seen.map(({ url, bytes }) => [url, bytes]))
  const own: ListedRequest[] = logged
    .filter(({ time }) => time >= timeOrigin - SKEW)
    .map(({ time, method, url, bytes, from }) => ({
      time: time - timeOrigin,
      method,
      url,
      bytes: bytes ?? bytesOf.get(url),
      from,
    }))
  const known = new Set(own.map(({ url }) => url))
  const others = seen
    .filter(({ url }) => !known.has(url) && !refused.has(url))
    .map(({ time, url, bytes }) => listed(time, url, bytes, 'browser'))
  const attempts = [...refused].map(([url, time]) => listed(time, url, 0, 'refused'))
  return [...own, ...others, ...attempts].sort((a, b) => a.time - b.time)
}

export interface RequestSums {
  network: number
  device: number
  refused: number
  /** Seen by the timeline alone. */
  unknown: number
  /** Of those to the network, the ones that can carry something away: all but GET. */
  uploads: number
}

export function sumRequests(requests: readonly ListedRequest[]): RequestSums {
  const count = (...from: ListedRequest['from'][]) =>
    requests.filter((request) => from.includes(request.from)).length
  return {
    network: count('network'),
    device: count('cache', 'page'),
    refused: count('refused'),
    unknown: count('browser'),
    uploads: requests.filter(({ from, method }) => from === 'network' && method !== 'GET').length,
  }
}
