import { useWords } from '../language-pack.ts'

/** Asks for a folder and hands its files over, those of the folders inside too. Nothing where the browser has no such dialog. */
export function FolderButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { words } = useWords()
  if (!('webkitdirectory' in HTMLInputElement.prototype)) return null
  const ask = () => {
    const input = document.createElement('input')
    input.type = 'file'
    input.webkitdirectory = true
    input.addEventListener('change', () => onFiles([...(input.files ?? [])]))
    input.click()
  }
  return (
    <button type="button" className="button button--quiet" onClick={ask}>
      {words.pick.folder}
    </button>
  )
}
