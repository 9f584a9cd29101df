import type { TimelineRequest } from './request-list.ts'

/** What the browser itself tells the page about the page's requests. */
export interface Timeline {
  requests(): readonly TimelineRequest[]
  /** URLs that the policy refused the page, and when: milliseconds since the page opened. */
  refused(): ReadonlyMap<string, number>
}

/** Watches from now on, and takes what the browser remembers from before. */
export function browserTimeline(): Timeline {
  // The browser reports the navigation twice, before and after its end.
  const requests = new Map<string, TimelineRequest>()
  const refused = new Map<string, number>()
  // Its buffer holds 250 entries; an observer misses none.
  if (typeof PerformanceObserver === 'function') {
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry instanceof PerformanceResourceTiming && /^https?:/.test(entry.name))
          requests.set(`${entry.startTime} ${entry.name}`, {
            time: entry.startTime,
            url: entry.name,
            bytes: entry.encodedBodySize,
          })
      }
    })
    observer.observe({ type: 'navigation', buffered: true })
    observer.observe({ type: 'resource', buffered: true })
  }
  document.addEventListener('securitypolicyviolation', ({ blockedURI, disposition, timeStamp }) => {
    if (disposition === 'enforce' && /^(https?|wss?):/.test(blockedURI)) refused.set(blockedURI, timeStamp)
  })
  return { requests: () => [...requests.values()], refused: () => refused }
}
