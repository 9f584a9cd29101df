/**
 * The service worker's only way to the network. No header can bind a service worker on a host that sends none, so
 * this is checked by reading: same origin, GET, nothing followed elsewhere. A lint rule keeps `fetch` out of the
 * rest of the folder.
 * @throws TypeError for any other request
 */
export function ownFetch(request: Request, options: RequestInit = {}): Promise<Response> {
  if (
    new URL(request.url).origin !== location.origin ||
    request.method !== 'GET' ||
    options.method ||
    options.body
  ) {
    return Promise.reject(new TypeError('only GET requests to the own origin are sent'))
  }
  // A navigation can't be sent on as it is, and a redirect could lead to another origin.
  const own = new Request(request.url, {
    headers: request.headers,
    // A file that came broken is asked for past the browser's own cache. (`only-if-cached` is not for requests like this.)
    cache: request.cache === 'only-if-cached' ? 'default' : request.cache,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
  })
  return fetch(own, { ...options, redirect: 'error' })
}
