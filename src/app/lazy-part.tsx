import { type ComponentType, lazy, type ReactNode } from 'react'
import { useWords } from './language-pack.ts'

/** In the place of a part that could not be loaded. */
export function PartMissing() {
  const { words } = useWords()
  return (
    <p className="notice" role="alert">
      {words.site.panelMissing}
    </p>
  )
}

/**
 * A part of the page in a chunk of its own. A chunk that can't be loaded must not take the page with it.
 * @param load the chunk's component
 * @param instead shown when that fails
 */
export function lazyPart<Props>(
  load: () => Promise<ComponentType<Props>>,
  instead: () => ReactNode = PartMissing,
) {
  return lazy(() =>
    load().then(
      (part): { default: ComponentType<Props> } => ({ default: part }),
      () => ({ default: instead }),
    ),
  )
}
