/**
 * What the browser is told to forbid. The service worker sends these headers with every answer; where there is none,
 * a `<meta>` element carries the policy, and the worker inherits it (see `createClassifier`).
 *
 * A policy does not cover navigation, WebRTC, extensions or the host's own log: the privacy panel says so too.
 */

const COMMON = {
  'default-src': "'none'",
  // wasm needs the permission to compile, and nothing else does
  'script-src': "'self' 'wasm-unsafe-eval'",
  'connect-src': "'self'",
  // blob: the photo's preview
  'img-src': "'self' blob:",
  'style-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  // A string becomes a script's address only through one of these policies, which know only our own origin.
  'require-trusted-types-for': "'script'",
  'trusted-types': 'own-scripts default',
}

function serialize(directives: Record<string, string>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
}

/** For responses. */
export const CONTENT_SECURITY_POLICY = serialize({
  ...COMMON,
  'worker-src': "'self'",
  'frame-ancestors': "'none'",
})

/** For `<meta>`: the worker starts from a `blob:` there, to inherit the policy; `frame-ancestors` has no effect. */
export const META_POLICY = serialize({ ...COMMON, 'worker-src': "'self' blob:" })

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  // Together they isolate the page, which wasm threads need. `credentialless` would be Chromium's alone.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(), geolocation=(), microphone=(), payment=(), usb=(), serial=(), hid=(), midi=(), display-capture=(), browsing-topics=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

/** The response with {@link SECURITY_HEADERS} added. */
export function withSecurityHeaders(response: Response): Response {
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}
