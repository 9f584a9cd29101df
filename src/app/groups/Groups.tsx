import type { ViewProps } from '../views/view.ts'

/** The answer by groups of classes. */
export function Groups({ answer }: ViewProps) {
  return <p>{answer.photo.file.name}</p>
}
