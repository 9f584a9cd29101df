import type { ViewProps } from '../views/view.ts'

/** What speaks for one class and for another. */
export function Compare({ answer }: ViewProps) {
  return <p>{answer.photo.file.name}</p>
}
