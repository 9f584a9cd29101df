/** Attempts to send something to another origin, one by each way that a script has. Run in pages and in workers. */

/** What became of an attempt. */
export type ProbeResult =
  /** The browser refused: the policy was violated, or the call threw before anything was sent. */
  | 'refused'
  /** Nothing arrived, but not because the browser refused: the network may be down. Proves nothing. */
  | 'unclear'
  /** It got through. */
  | 'sent'
  /** This browser, or a thread of this kind, has no such way. */
  | 'absent'

export interface Probe {
  name: string
  result: ProbeResult
}

/** How long an attempt may take, milliseconds: a refusal comes at once. */
const PATIENCE = 3000

type Attempt = (url: string) => Promise<unknown> | unknown

/** Resolves when `good` happens, rejects on `bad`. */
function settled(target: EventTarget, good: string, bad: string): Promise<void> {
  return new Promise((resolve, reject) => {
    target.addEventListener(good, () => resolve(), { once: true })
    target.addEventListener(bad, () => reject(new Error(bad)), { once: true })
  })
}

const asWebSocket = (url: string) => url.replace(/^http/, 'ws')

/** By the name of the global, or of the navigator's method, that each needs. */
const ATTEMPTS: Record<string, Attempt> = {
  fetch: (url) => fetch(url, { method: 'POST', body: 'probe', mode: 'no-cors' }),
  XMLHttpRequest(url) {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    const done = settled(request, 'load', 'error')
    request.send('probe')
    return done
  },
  WebSocket: (url) => settled(new WebSocket(asWebSocket(url)), 'open', 'error'),
  EventSource: (url) => settled(new EventSource(url), 'open', 'error'),
  sendBeacon(url) {
    if (!navigator.sendBeacon(url, 'probe')) throw new Error('refused')
    // True only says that it was queued: a violation says what became of it.
    return new Promise((resolve) => setTimeout(resolve, 300))
  },
  Image(url) {
    const image = new Image()
    const done = settled(image, 'load', 'error')
    image.src = url
    return done
  },
  'import()': (url) => import(/* @vite-ignore */ url),
  WebTransport(url) {
    const WebTransport: unknown = Reflect.get(globalThis, 'WebTransport')
    if (typeof WebTransport !== 'function') return undefined
    const transport: unknown = Reflect.construct(WebTransport, [url.replace(/^http:/, 'https:')])
    return typeof transport === 'object' && transport !== null ? Reflect.get(transport, 'ready') : undefined
  },
  Worker: (url) => settled(new Worker(url), 'message', 'error'),
}

function has(name: string): boolean {
  return name === 'import()' || name in globalThis || name in navigator
}

/** One attempt, and whether the browser reported that a policy was violated meanwhile. */
async function probe(attempt: Attempt, url: string): Promise<ProbeResult> {
  let violated = false
  const notice = () => {
    violated = true
  }
  globalThis.addEventListener('securitypolicyviolation', notice)
  try {
    let reached: unknown
    try {
      reached = attempt(url)
    } catch {
      return 'refused' // thrown before anything could be sent
    }
    const timeout = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error('timeout')), PATIENCE),
    )
    await Promise.race([reached, timeout])
    return violated ? 'refused' : 'sent'
  } catch {
    // The report may come a moment after the failure.
    if (!violated) await new Promise((resolve) => setTimeout(resolve, 100))
    return violated ? 'refused' : 'unclear'
  } finally {
    globalThis.removeEventListener('securitypolicyviolation', notice)
  }
}

/**
 * Tries each way to reach `url`, one after another.
 * @param url of another origin
 */
export async function runProbes(url: string): Promise<Probe[]> {
  const probes: Probe[] = []
  for (const [name, attempt] of Object.entries(ATTEMPTS)) {
    const result = has(name) ? await probe(attempt, `${url}?${encodeURIComponent(name)}`) : 'absent'
    probes.push({ name, result })
  }
  return probes
}
