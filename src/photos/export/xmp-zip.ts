/** XMP sidecars of all answered photos in one ZIP. */
import { makeZip } from 'client-zip'
import type { Rows } from './row.ts'
import { xmpSidecar } from './xmp.ts'
import { SidecarNames, type SidecarNaming } from './zip-names.ts'

/** A ZIP counts its files in 16 bits; the library has no ZIP64 record for more, only for more bytes. */
export const MAX_SIDECARS = 65_534

/** More photos than a ZIP can hold. */
export class TooManySidecars extends Error {
  override name = 'TooManySidecars'

  constructor(limit: number) {
    super(`A ZIP holds ${limit} sidecars at most. Export fewer photos at once.`)
  }
}

async function* sidecars(rows: Rows, naming: SidecarNaming, lastModified: Date, limit: number) {
  const names = new SidecarNames(naming)
  let count = 0
  for await (const row of rows) {
    if ('error' in row) continue
    if (++count > limit) throw new TooManySidecars(limit)
    yield { name: names.next(row.path), lastModified, input: xmpSidecar(row) }
  }
}

/**
 * A ZIP, chunk by chunk, with a sidecar for each answered photo; those that failed have none. Only the list of names is held
 * until the end, about 200 bytes a photo.
 * @param lastModified of all files in it, in local time
 * @throws TooManySidecars
 */
export async function* xmpZip(
  rows: Rows,
  naming: SidecarNaming,
  lastModified: Date,
  limit = MAX_SIDECARS,
): AsyncGenerator<Uint8Array, undefined> {
  const files = sidecars(rows, naming, lastModified, limit)
  const reader = makeZip(files).getReader()
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) yield chunk.value
  } finally {
    // the library does not give its files back when it is cancelled
    await files.return(undefined)
  }
}
