import type { ViewProps } from '../views/view.ts'

/** The answer, to take along. */
export function Take({ answer }: ViewProps) {
  return <p>{answer.photo.file.name}</p>
}
