import { useEffect, useState } from 'react'
import { carriesFiles, entriesOf, filesOf } from './transfer.ts'

/**
 * Takes files that are dropped anywhere on the page. Drags without files (text, links) are left alone.
 * @param onMissing hears of files in a folder that could not be had
 * @returns whether files hover over the page now
 */
export function usePageDrop(onFiles: (files: File[]) => void, onMissing: () => void): boolean {
  const [hovering, setHovering] = useState(false)

  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return
      event.preventDefault() // says that the page takes it; else the browser opens the file itself
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
      setHovering(true)
    }
    const leave = (event: DragEvent) => {
      // Between two elements of the page there is a related target; there is none when the drag leaves the window.
      if (event.relatedTarget === null) setHovering(false)
    }
    const drop = (event: DragEvent) => {
      setHovering(false)
      if (!carriesFiles(event.dataTransfer)) return
      event.preventDefault()
      const entries = entriesOf(event.dataTransfer)
      if (entries.length > 0) void openFolders(entries)
      else onFiles(filesOf(event.dataTransfer))
    }
    const openFolders = async (entries: FileSystemEntry[]) => {
      try {
        const { filesWithin } = await import('./folder.ts')
        const { files, missing } = await filesWithin(entries)
        onFiles(files)
        if (missing > 0) onMissing()
      } catch {
        onMissing() // its chunk can't be loaded
      }
    }
    window.addEventListener('dragenter', over)
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', over)
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [onFiles, onMissing])

  return hovering
}
