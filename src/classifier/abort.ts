/** A controller that is aborted with `signal` too, until `unlink` is called. */
export function linkedController(signal: AbortSignal | undefined): {
  controller: AbortController
  unlink(): void
} {
  const controller = new AbortController()
  const abort = () => controller.abort(signal?.reason)
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort, { once: true })
  return { controller, unlink: () => signal?.removeEventListener('abort', abort) }
}
