import { useState } from 'react'
import { pageVersion } from '../../offline/version.ts'
import { FORMATS, type Format } from '../../photos/export/format.ts'
import type { Item } from '../../photos/item.ts'
import { download } from '../download.ts'
import { useWords, useWordsOf } from '../language-pack.ts'
import { useModel } from '../stores.ts'
import { Select } from './Select.tsx'
import { gridWords } from './words/index.ts'
import { useView } from './work.ts'

/** Saves the answers of what is selected, or of all that is listed, as a file. */
export function Export({ listed }: { listed: readonly Item[] }) {
  const { format: numbers } = useWords()
  const words = useWordsOf(gridWords).save
  const hierarchy = useModel((model) => model.hierarchy)
  const selection = useView((state) => state.selection)
  const [format, setFormat] = useState<Format>('csv')
  const [failed, setFailed] = useState(false)
  const items = (selection.size > 0 ? listed.filter(({ id }) => selection.has(id)) : listed).filter(
    ({ brief }) => brief.status === 'answered' || brief.status === 'failed',
  )
  const save = async () => {
    const [{ exportFile }, { rowsOf }] = await Promise.all([
      import('../../photos/export/export-file.ts'),
      import('../../photos/export/rows.ts'),
    ])
    const rows = rowsOf(items, { hierarchy, version: pageVersion(document) })
    download(await exportFile(format, rows, new Date()))
  }
  return (
    <div className="row save">
      <Select label={words.as} value={format} options={FORMATS} texts={words.format} onChange={setFormat} />
      <button
        type="button"
        className="button button--compact"
        disabled={items.length === 0}
        onClick={() => {
          setFailed(false)
          save().catch(() => setFailed(true))
        }}
      >
        {words.save(numbers.integer(items.length))}
      </button>
      {failed && (
        <p className="notice" role="alert">
          {words.failed}
        </p>
      )}
    </div>
  )
}
