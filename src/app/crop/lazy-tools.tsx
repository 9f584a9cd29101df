import type { ComponentType, ReactNode } from 'react'
import { lazyPart, PartMissing } from '../lazy-part.tsx'

type Tools = typeof import('./tools.ts')

/** One chunk, asked for once: the tools are all there or none is. */
const loadTools = once(() => import('./tools.ts'))

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** The answer is there without. */
const nothing = () => null

function tool<Props>(pick: (tools: Tools) => ComponentType<Props>, instead: () => ReactNode = nothing) {
  return lazyPart(async () => pick(await loadTools()), instead)
}

export const LazyFrame = tool((tools) => tools.Frame)
export const LazyChoices = tool((tools) => tools.Choices, PartMissing)
export const LazyPhotoMap = tool((tools) => tools.PhotoMap)
export const LazyWhyControls = tool((tools) => tools.WhyControls)
