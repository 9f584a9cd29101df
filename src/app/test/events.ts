import { act, screen } from '@testing-library/react'
import { type FakeClassifier, fakeBitmap } from '../../photos/test/fake-classifier.ts'

export function photoFile(name = 'cat.jpg', type = 'image/jpeg'): File {
  return new File(['not really a photo'], name, { type })
}

interface Transfer {
  types: string[]
  files: File[]
}

/** jsdom has no DataTransfer: an event that carries one all the same. Returns whether the page took it. */
function carry(event: Event, key: 'dataTransfer' | 'clipboardData', transfer: Transfer): boolean {
  Object.defineProperty(event, key, { value: transfer })
  act(() => {
    document.body.dispatchEvent(event)
  })
  return event.defaultPrevented
}

/** A drag over the page. Without files it carries text. */
export function drag(
  type: 'dragenter' | 'dragover' | 'dragleave' | 'drop',
  files: File[],
  relatedTarget: Element | null = null,
): boolean {
  const event = new MouseEvent(type, { bubbles: true, cancelable: true, relatedTarget })
  return carry(event, 'dataTransfer', { types: files.length > 0 ? ['Files'] : ['text/plain'], files })
}

export function bringFiles(way: 'drop' | 'paste', files: File[]): boolean {
  if (way === 'drop') return drag('drop', files)
  return carry(new Event('paste', { bubbles: true, cancelable: true }), 'clipboardData', { types: [], files })
}

/** The worker has accepted the last photo, and the page may show it. */
export function accept(classifier: FakeClassifier, crop = fakeBitmap()): void {
  act(() => classifier.last().options.onPrepared?.({ crop, width: 440, height: 346 }))
}

/** What the page's live region says. */
export function announced(): string {
  return screen.getAllByRole('status').at(-1)?.textContent ?? ''
}
