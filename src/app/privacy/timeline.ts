import type { TimelineRequest } from './request-list.ts'

/** What the browser itself tells the page about the page's requests. */
export interface Timeline {
  requests(): readonly TimelineRequest[]
  /** URLs that the policy refused the page. */
  refused(): ReadonlySet<string>
}

/** Watches from now on, and takes what the browser remembers from before. */
export function browserTimeline(): Timeline {
  const requests: TimelineRequest[] = []
  const refused = new Set<string>()
  // Its buffer holds 250 entries; an observer misses none.
  if (typeof PerformanceObserver === 'function') {
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry instanceof PerformanceResourceTiming && /^https?:/.test(entry.name))
          requests.push({ time: entry.startTime, url: entry.name, bytes: entry.encodedBodySize })
      }
    })
    observer.observe({ type: 'navigation', buffered: true })
    observer.observe({ type: 'resource', buffered: true })
  }
  document.addEventListener('securitypolicyviolation', ({ blockedURI, disposition }) => {
    if (disposition === 'enforce' && /^(https?|wss?):/.test(blockedURI)) refused.add(blockedURI)
  })
  return { requests: () => requests, refused: () => refused }
}
