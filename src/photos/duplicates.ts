/** Notices files with the same bytes. */
import { sha256 } from '../classifier/index.ts'

export interface Duplicates {
  /**
   * Remembers a file.
   * @param among whether the file of that id counts
   * @returns the id of an earlier file with the same bytes
   */
  find(id: number, file: Blob, among: (id: number) => boolean): Promise<number | undefined>
}

interface Entry {
  id: number
  file: Blob
  /** Taken only where another file has the same size. */
  digest?: Promise<string | undefined>
}

/** @param digest rejects for a file that can't be read: that one is like no other */
export function createDuplicates(digest: (file: Blob) => Promise<string>): Duplicates {
  const bySize = new Map<number, Entry[]>()

  function digestOf(entry: Entry): Promise<string | undefined> {
    entry.digest ??= digest(entry.file).catch(() => undefined)
    return entry.digest
  }

  return {
    async find(id, file, among) {
      const entries = bySize.get(file.size) ?? []
      const own = entries.find((entry) => entry.id === id) ?? { id, file }
      if (!entries.includes(own)) bySize.set(file.size, [...entries, own])
      for (const earlier of entries) {
        if (earlier.id >= id || !among(earlier.id)) continue
        const [theirs, ours] = await Promise.all([digestOf(earlier), digestOf(own)])
        if (ours !== undefined && theirs === ours) return earlier.id
      }
      return undefined
    },
  }
}

/** @throws where the file can't be read */
export async function digestOfFile(file: Blob): Promise<string> {
  return sha256(new Uint8Array(await file.arrayBuffer()))
}
