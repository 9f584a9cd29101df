/** A value that changes over time and tells who listens: the whole of the page's state machinery. */
export interface ReadableValue<T> {
  get(): T
  /** Calls `listener` after each change; returns the way to stop it. */
  subscribe(listener: () => void): () => void
}

export interface Value<T> extends ReadableValue<T> {
  set(next: T): void
}

/** A value that starts as `initial`. Setting the value that is already there tells nobody. */
export function createValue<T>(initial: T): Value<T> {
  let current = initial
  const listeners = new Set<() => void>()
  return {
    get: () => current,
    set(next) {
      if (Object.is(next, current)) return
      current = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
