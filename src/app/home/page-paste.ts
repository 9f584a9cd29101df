import { useEffect } from 'react'
import { imagesOf } from './transfer.ts'

/** Where a paste of text is meant for the text field, not for the page. */
function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.matches('textarea, input:not([type="file"], [type="radio"], [type="checkbox"])')
  )
}

/** Takes images that are pasted anywhere on the page; `onNothing` hears of a paste outside a text field without one. */
export function usePagePaste(onImages: (images: File[]) => void, onNothing: () => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const images = imagesOf(event.clipboardData)
      if (images.length > 0) {
        event.preventDefault()
        onImages(images)
      } else if (!isTextField(event.target)) {
        onNothing()
      }
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [onImages, onNothing])
}
