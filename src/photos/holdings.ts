/** Things that have to be given back, such as bitmaps and object URLs. */
export interface Holdings<T> {
  /** Takes `thing` into its care. */
  add(thing: T): void
  /** Releases all that is in its care but `used`, each thing once. */
  keepOnly(used: Iterable<T>): void
}

export function createHoldings<T>(release: (thing: T) => void): Holdings<T> {
  const held = new Set<T>()
  return {
    add: (thing) => held.add(thing),
    keepOnly(used) {
      const kept = new Set(used)
      for (const thing of held) {
        if (kept.has(thing)) continue
        held.delete(thing)
        release(thing)
      }
    },
  }
}
