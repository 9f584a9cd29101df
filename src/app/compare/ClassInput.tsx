import { useId, useState } from 'react'
import type { ClassLabel } from '../../classifier/index.ts'
import { seenWords } from '../crop/words/index.ts'
import { useWordsOf } from '../language-pack.ts'
import { SearchForm } from '../SearchForm.tsx'
import { findClass, optionText } from './find-class.ts'

interface ClassInputProps {
  label: string
  /** Of the list of all classes, a `datalist`. */
  list: string
  classes: readonly ClassLabel[]
  index: number
  onChange: (index: number) => void
}

/** One of the thousand classes, by its name; the browser's own list helps to find it. */
export function ClassInput({ label, list, classes, index, onChange }: ClassInputProps) {
  const words = useWordsOf(seenWords)
  const id = useId()
  /** What is being typed, until it names a class. */
  const [typed, setTyped] = useState<string | null>(null)
  const chosen = classes[index]
  const text = typed ?? (chosen ? optionText(chosen) : '')
  const unknown = typed !== null && typed !== '' && findClass(typed, classes) === undefined
  return (
    <div className="class-input">
      <SearchForm>
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          className="field"
          lang="en"
          list={list}
          autoComplete="off"
          spellCheck={false}
          value={text}
          aria-describedby={`${id}-hint`}
          onFocus={({ target }) => target.select()}
          onBlur={() => setTyped(null)}
          onChange={({ target }) => {
            const found = findClass(target.value, classes)
            setTyped(target.value)
            if (found !== undefined) onChange(found)
          }}
        />
      </SearchForm>
      <p id={`${id}-hint`} className="note note--fine text">
        {unknown ? words.compare.unknown : words.compare.hint}
      </p>
    </div>
  )
}
