import { useState } from 'react'
import type { Format } from '../../photos/export/formats.ts'
import type { Item } from '../../photos/item.ts'
import { useWords, useWordsOf } from '../language-pack.ts'
import { useModel } from '../stores.ts'
import { gridWords } from './words/index.ts'
import { useView } from './work.ts'

const FORMATS: readonly Format[] = [
  'csv',
  'json-lines',
  'json-best',
  'json-ranked',
  'list',
  'xmp',
  'xmp-stem',
]

const versionOfPage = () => document.querySelector<HTMLMetaElement>('meta[name=build]')?.content ?? ''

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
    const [{ exportFile }, { rowsOf }, { download }] = await Promise.all([
      import('../../photos/export/formats.ts'),
      import('../../photos/export/rows.ts'),
      import('../share/picture-file.ts'),
    ])
    const rows = rowsOf(items, { hierarchy, version: versionOfPage() })
    download(await exportFile(format, rows, new Date()))
  }
  return (
    <div className="row save">
      <label className="filters__select save__format">
        <span className="muted">{words.as}</span>
        <select
          className="field"
          value={format}
          onChange={({ target }) => {
            const next = FORMATS.find((one) => one === target.value)
            if (next) setFormat(next)
          }}
        >
          {FORMATS.map((one) => (
            <option key={one} value={one}>
              {words.format[one]}
            </option>
          ))}
        </select>
      </label>
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
