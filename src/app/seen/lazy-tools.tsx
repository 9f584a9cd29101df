import { type ComponentType, lazy } from 'react'
import { useWords } from '../words.ts'

type Tools = typeof import('./tools.ts')

/** A chunk that can't be loaded must not take the page with it: the answer is there without. */
const nothing = () => null

function Missing() {
  const { words } = useWords()
  return (
    <p className="notice" role="alert">
      {words.site.panelMissing}
    </p>
  )
}

function tool<Props>(pick: (tools: Tools) => ComponentType<Props>, instead: ComponentType<Props> = nothing) {
  return lazy(() =>
    import('./tools.ts').then(
      (tools) => ({ default: pick(tools) }),
      () => ({ default: instead }),
    ),
  )
}

export const LazyFrame = tool((tools) => tools.Frame)
export const LazyChoices = tool((tools) => tools.Choices, Missing)
export const LazyPhotoMap = tool((tools) => tools.PhotoMap)
export const LazyWhyControls = tool((tools) => tools.WhyControls)
