/** The build writes the licences of all that it ships beside the page, and fails for a licence that nobody has read. */
import { resolve } from 'node:path'
import type { Plugin, Rollup } from 'vite'
import { listLicences, ROOT, writeLicences } from './list.ts'

export const LICENCES = 'licences.txt'

/** Says UTF-8 to a browser whose host does not. */
const BYTE_ORDER_MARK = '\uFEFF'

/** @returns one plugin for the page and one for its workers, which are built by themselves */
export function licencesPlugins(): { page: Plugin; worker: Plugin } {
  const modules = new Set<string>()
  let isSite = false
  const collect = (bundle: Rollup.OutputBundle) => {
    for (const part of Object.values(bundle))
      if (part.type === 'chunk') for (const id of part.moduleIds) modules.add(id)
  }
  return {
    worker: {
      name: 'licences-of-workers',
      apply: 'build',
      generateBundle: (_, bundle) => collect(bundle),
    },
    page: {
      name: 'licences',
      apply: 'build',
      configResolved({ root }) {
        isSite = resolve(root) === resolve(ROOT)
      },
      generateBundle(_, bundle) {
        if (!isSite) return // a page of the tests or of the bench: nobody visits it
        collect(bundle)
        const source = BYTE_ORDER_MARK + writeLicences(listLicences(modules))
        this.emitFile({ type: 'asset', fileName: LICENCES, source })
      },
    },
  }
}
