/**
 * The small pictures of many photos. A few hundred are kept, those on show among them; the others are released and made
 * anew when they come into sight. They are drawn and never read back.
 */
export interface Thumbnails {
  get(id: number): ImageBitmap | undefined
  /** Takes a bitmap over. */
  put(id: number, bitmap: ImageBitmap): void
  /**
   * Keeps the thumbnail of an item while it is on show.
   * @param source of which it is made if it is not there; left out where it is on its way already
   * @returns the way to stop
   */
  show(id: number, source: Blob | undefined): () => void
  subscribe(listener: () => void): () => void
  /** Releases all, and makes no more. */
  dispose(): void
}

/** 256 pixels by 192 are 197 KB: 50 MB in all. */
const KEPT = 256

type Make = (source: Blob, signal: AbortSignal) => Promise<ImageBitmap>

/** @param make one is asked for at a time */
export function createThumbnails(make: Make, kept = KEPT): Thumbnails {
  /** The one that was used last comes last. */
  const bitmaps = new Map<number, ImageBitmap>()
  /** What is on show, the newest last. */
  const shown = new Map<number, { source: Blob | undefined }>()
  /** Can't be made. */
  const failed = new Set<number>()
  const listeners = new Set<() => void>()
  const controller = new AbortController()
  let making = false

  function put(id: number, bitmap: ImageBitmap): void {
    if (controller.signal.aborted) {
      bitmap.close()
      return
    }
    bitmaps.get(id)?.close()
    bitmaps.delete(id)
    bitmaps.set(id, bitmap)
    releaseFar()
    for (const listener of [...listeners]) listener()
  }

  function releaseFar(): void {
    for (const [id, bitmap] of bitmaps) {
      if (bitmaps.size <= kept) return
      if (shown.has(id)) continue
      bitmap.close()
      bitmaps.delete(id)
    }
  }

  async function makeNext(): Promise<void> {
    const next = [...shown].findLast(([id, { source }]) => source && !bitmaps.has(id) && !failed.has(id))
    const source = next?.[1].source
    if (making || !next || !source || controller.signal.aborted) return
    making = true
    try {
      put(next[0], await make(source, controller.signal))
    } catch {
      failed.add(next[0]) // the tile does without
    }
    making = false
    void makeNext()
  }

  return {
    get: (id) => bitmaps.get(id),
    put,
    show(id, source) {
      const entry = { source }
      shown.set(id, entry)
      const bitmap = bitmaps.get(id)
      if (bitmap) {
        bitmaps.delete(id)
        bitmaps.set(id, bitmap)
      }
      void makeNext()
      return () => {
        if (shown.get(id) === entry) shown.delete(id)
        releaseFar()
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dispose() {
      controller.abort()
      for (const bitmap of bitmaps.values()) bitmap.close()
      bitmaps.clear()
    },
  }
}
