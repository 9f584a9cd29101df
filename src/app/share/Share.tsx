import { useEffect, useMemo, useRef, useState } from 'react'
import type { AnsweredItem } from '../../photos/item.ts'
import { displayName } from '../../words/format.ts'
import type { ViewProps } from '../answer/view.ts'
import { RefusedCopy, useCopying } from '../copying.tsx'
import { useWords } from '../language-pack.ts'
import { evidenceColor } from '../why/color-map.ts'
import { paintEvidence } from '../why/EvidenceMap.tsx'
import { classEvidence, sharedRange } from '../why/scale.ts'
import { canvasAddsNoise } from './canvas-noise.ts'
import { drawPicture, type Illustration, themeOf } from './picture.ts'
import { fileName, summarize, summaryText } from './summary.ts'
import { takeWords } from './words/index.ts'
import './share.css'

/** How the last thing that was done with the picture ended. */
type Outcome =
  | { status: 'none' }
  | { status: 'copied' | 'saved' | 'shared' | 'refused' | 'notShared' }
  | { status: 'failed'; reason: string }

/** The map lies this strongly over the photo. */
const MAP_OPACITY = 0.65

/** The answer, to take along: as text, as a picture, on paper. */
export function Take({ item, hierarchy, shownClass, classes }: ViewProps) {
  const pack = useWords()
  const words = takeWords[pack.language]
  const { classification } = item.state
  const summary = useMemo(
    () => summarize(item, hierarchy, pack, words, new Date()),
    [item, hierarchy, pack, words],
  )
  const [noisy] = useState(canvasAddsNoise)
  const [withMap, setWithMap] = useState(false)
  const [outcome, setOutcome] = useState<Outcome>({ status: 'none' })
  const { copied, copyText } = useCopying()
  const canvas = useRef<HTMLCanvasElement>(null)
  const appearance = useAppearance()

  const index = shownClass.shown ?? classification.predictions[0]?.index
  const name = index === undefined ? undefined : classes[index]?.name
  const mapped = withMap && index !== undefined && name !== undefined ? index : undefined

  // biome-ignore lint/correctness/useExhaustiveDependencies: another appearance gives other colours
  useEffect(() => {
    let left = false
    const draw = async () => {
      const illustration = await illustrate(item)
      if (left || !canvas.current) return
      const map =
        mapped === undefined
          ? undefined
          : {
              image: mapOf(item, mapped),
              opacity: MAP_OPACITY,
              title: words.map(displayName(classes[mapped]?.name ?? '')),
            }
      drawPicture(canvas.current, { ...illustration, map }, summary, themeOf(document.body))
    }
    draw().catch((error: unknown) => {
      if (!left)
        setOutcome({ status: 'failed', reason: error instanceof Error ? error.message : String(error) })
    })
    return () => {
      left = true
    }
  }, [item, summary, mapped, classes, words, appearance])

  /** The picture as a file; made when it is asked for. */
  const picture = async () =>
    new File([await toPng(canvas.current)], `${fileName(summary)}.png`, { type: 'image/png' })

  /** Tells how it ended; what a person has broken off is no failure. */
  async function attempt(work: () => Promise<unknown>, good: Outcome, bad: Outcome) {
    try {
      await work()
      setOutcome(good)
    } catch (error) {
      setOutcome(error instanceof DOMException && error.name === 'AbortError' ? { status: 'none' } : bad)
    }
  }

  const copyPicture = () =>
    attempt(
      // Safari wants the promise itself: waiting for it would end the permission that the tap gave
      () => navigator.clipboard.write([new ClipboardItem({ 'image/png': picture() })]),
      { status: 'copied' },
      { status: 'refused' },
    )

  const save = () =>
    attempt(async () => download(await picture()), { status: 'saved' }, { status: 'refused' })

  const share = () =>
    attempt(
      async () => navigator.share({ files: [await picture()], text: summaryText(summary) }),
      { status: 'shared' },
      { status: 'notShared' },
    )

  async function copySummary() {
    setOutcome({ status: 'none' })
    await copyText(summaryText(summary))
  }

  const done = outcome.status === 'none' ? copied.status === 'copied' && words.copied : undefined
  return (
    <div className="take">
      <div className="take__ways">
        <div className="take__buttons">
          <button type="button" className="button" onClick={copySummary}>
            {words.text}
          </button>
          {!noisy && canCopyPictures() && (
            <button type="button" className="button" onClick={copyPicture}>
              {words.picture}
            </button>
          )}
          {!noisy && (
            <button type="button" className="button" onClick={save}>
              {words.save}
            </button>
          )}
          {!noisy && canShareFiles() && (
            <button type="button" className="button" onClick={share}>
              {words.share}
            </button>
          )}
          <button type="button" className="button" onClick={() => window.print()}>
            {words.print}
          </button>
        </div>
        <p className="take__outcome" role="status">
          {done}
          {outcome.status === 'failed' ? (
            <>
              {words.failed} <span lang="en">{outcome.reason}</span>
            </>
          ) : (
            outcome.status !== 'none' && words[outcome.status]
          )}
        </p>
        {outcome.status === 'none' && <RefusedCopy copied={copied} label={words.textLabel} />}
        {!noisy && name !== undefined && (
          <label className="take__map">
            <input type="checkbox" checked={withMap} onChange={({ target }) => setWithMap(target.checked)} />
            <span>
              {words.withMap} <span lang="en">{displayName(name)}</span>
            </span>
          </label>
        )}
        <p className="take__note">{noisy ? words.noisy : words.note}</p>
      </div>
      {!noisy && (
        <canvas ref={canvas} className="take__picture" role="img" aria-label={words.preview(summary.title)} />
      )}
    </div>
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

function toPng(canvas: HTMLCanvasElement | null): Promise<Blob> {
  return new Promise((resolve, reject) => {
    if (!canvas) throw new Error('there is no picture')
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the browser gave no PNG'))),
      'image/png',
    )
  })
}

function download(file: File): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = file.name
  link.click()
  // the browser has taken it over by then
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

const canCopyPictures = () =>
  typeof ClipboardItem === 'function' && typeof navigator.clipboard?.write === 'function'

function canShareFiles(): boolean {
  const sample = new File([], 'picture.png', { type: 'image/png' })
  return typeof navigator.canShare === 'function' && navigator.canShare({ files: [sample] })
}
