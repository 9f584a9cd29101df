import type { ViewProps } from '../views/view.ts'

/** How long each step took, drawn to scale. */
export function Timings({ answer }: ViewProps) {
  return <p>{answer.photo.file.name}</p>
}
