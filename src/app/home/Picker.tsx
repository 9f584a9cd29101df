import { useId } from 'react'
import { PhotoIcon } from '../icons.tsx'
import { useWords } from '../language-pack.ts'
import { shortcut } from '../shortcut.ts'
import { FolderButton } from './FolderButton.tsx'

interface PickerProps {
  /** Where there is a photo already, the picker is a quiet row, else the page's main thing. */
  kind: 'first' | 'another' | 'more'
  onFiles: (files: File[]) => void
}

/** The way to choose a photo. It stays in its place through all states, so that the keyboard's focus stays too. */
export function Picker({ kind, onFiles }: PickerProps) {
  const { words } = useWords()
  const id = useId()
  return (
    <section className={kind === 'first' ? 'picker picker--frame' : 'picker picker--row'}>
      <input
        id={id}
        type="file"
        accept="image/*"
        multiple
        className="picker__input visually-hidden"
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])]
          target.value = '' // so that the same file can be chosen again
          if (files.length > 0) onFiles(files)
        }}
      />
      <label htmlFor={id} className="button button--primary">
        <PhotoIcon />
        {kind === 'first' ? words.pick.choose : words.pick[kind]}
      </label>
      <p id={`${id}-hint`} className="note picker__hint">
        {words.pick.hint(shortcut('V'))}
      </p>
      {kind !== 'another' && <FolderButton onFiles={onFiles} />}
    </section>
  )
}
