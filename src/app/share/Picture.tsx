import { type RefObject, useEffect, useState } from 'react'
import type { AnsweredItem } from '../../photos/item.ts'
import { displayName } from '../../words/format.ts'
import { useWordsOf } from '../language-pack.ts'
import { evidenceColor } from '../why/color-map.ts'
import { paintEvidence } from '../why/EvidenceMap.tsx'
import { classEvidence, sharedRange } from '../why/scale.ts'
import { drawPicture, type Illustration, themeOf } from './picture.ts'
import type { Summary } from './summary.ts'
import { takeWords } from './words/index.ts'

/** The map lies this strongly over the photo. */
const MAP_OPACITY = 0.65

interface PictureProps {
  canvas: RefObject<HTMLCanvasElement | null>
  item: AnsweredItem
  summary: Summary
  /** The class whose map lies over the photo; its name as the class index has it. */
  mapped: { index: number; name: string } | undefined
  /** `reason` is in English. */
  onFailed: (reason: string) => void
}

/** The answer as a picture, as it will be saved. */
export function Picture({ canvas, item, summary, mapped, onFailed }: PictureProps) {
  const words = useWordsOf(takeWords)
  const appearance = useAppearance()
  const { index, name } = mapped ?? {}

  // biome-ignore lint/correctness/useExhaustiveDependencies: another appearance gives other colours
  useEffect(() => {
    let left = false
    const draw = async () => {
      const illustration = await illustrate(item)
      if (left || !canvas.current) return
      const map =
        index === undefined || name === undefined
          ? undefined
          : { image: mapOf(item, index), opacity: MAP_OPACITY, title: words.map(displayName(name)) }
      drawPicture(canvas.current, { ...illustration, map }, summary, themeOf(document.body))
    }
    draw().catch((error: unknown) => {
      if (!left) onFailed(error instanceof Error ? error.message : String(error))
    })
    return () => {
      left = true
    }
  }, [item, summary, index, name, words, appearance])

  return (
    <canvas ref={canvas} className="take__picture" role="img" aria-label={words.preview(summary.title)} />
  )
}

/** Changes when the page's colours may have: by the system's appearance or by the settings. */
function useAppearance(): number {
  const [changes, setChanges] = useState(0)
  useEffect(() => {
    const change = () => setChanges((count) => count + 1)
    const system = window.matchMedia?.('(prefers-color-scheme: dark)')
    system?.addEventListener('change', change)
    const settings = new MutationObserver(change)
    settings.observe(document.documentElement, { attributeFilter: ['data-theme', 'lang'] })
    return () => {
      system?.removeEventListener('change', change)
      settings.disconnect()
    }
  }, [])
  return changes
}

/** The photo as the browser shows it, upright. */
async function illustrate({ url }: AnsweredItem): Promise<Illustration> {
  const image = new Image()
  image.src = url
  await image.decode()
  return { image, width: image.naturalWidth, height: image.naturalHeight }
}

/** What speaks for a class, as a picture of the whole photo. */
function mapOf({ state: { classification } }: AnsweredItem, index: number): HTMLCanvasElement {
  const map = classEvidence(classification, [{ index, weight: 1 }])
  const canvas = document.createElement('canvas')
  canvas.width = map.width
  canvas.height = map.height
  const context = canvas.getContext('2d')
  if (context) paintEvidence(context, map, sharedRange(classification), evidenceColor)
  return canvas
}
