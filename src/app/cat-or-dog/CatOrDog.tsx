import type { ViewProps } from '../views/view.ts'

/** The Keras tutorial’s question. */
export function CatOrDog({ answer }: ViewProps) {
  return <p>{answer.photo.file.name}</p>
}
