import { useId } from 'react'
import { PhotoIcon } from '../icons.tsx'
import { useWords } from '../language-pack.ts'
import { shortcut } from '../shortcut.ts'

interface PickerProps {
  /** Whether there is a photo on show already: then the picker is a quiet row, else the page's main thing. */
  another: boolean
  onFiles: (files: File[]) => void
}

/** The way to choose a photo. It stays in its place through all states, so that the keyboard's focus stays too. */
export function Picker({ another, onFiles }: PickerProps) {
  const { words } = useWords()
  const id = useId()
  return (
    <section className={another ? 'picker picker--row' : 'picker picker--frame'}>
      <input
        id={id}
        type="file"
        accept="image/*"
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
        {another ? words.pick.another : words.pick.choose}
      </label>
      <p id={`${id}-hint`} className="note picker__hint">
        {words.pick.hint(shortcut('V'))}
      </p>
    </section>
  )
}
