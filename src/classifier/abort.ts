/** A controller that is aborted with any of the signals too, until `unlink` is called. */
export function linkedController(...signals: AbortSignal[]) {
  const controller = new AbortController()
  const abort = () => controller.abort(signals.find(({ aborted }) => aborted)?.reason)
  for (const signal of signals) signal.addEventListener('abort', abort, { once: true })
  if (signals.some(({ aborted }) => aborted)) abort()
  return {
    controller,
    unlink() {
      for (const signal of signals) signal.removeEventListener('abort', abort)
    },
  }
}
