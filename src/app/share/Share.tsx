import { type RefObject, useMemo, useRef, useState } from 'react'
import { displayName } from '../../words/format.ts'
import type { ViewProps } from '../answer/view.ts'
import { type Copied, RefusedCopy, useCopying } from '../copying.tsx'
import { download } from '../download.ts'
import { useWords, useWordsOf } from '../language-pack.ts'
import { canvasAddsNoise } from './canvas-noise.ts'
import { Picture } from './Picture.tsx'
import { canCopyPictures, canShareFiles, toPng } from './picture-file.ts'
import { fileName, type Summary, summarize, summaryText } from './summary.ts'
import { takeWords } from './words/index.ts'
import './share.css'

/** How the last thing that was done with the picture ended. */
type Outcome =
  | { status: 'none' }
  | { status: 'copied' | 'saved' | 'shared' | 'refused' | 'notShared' }
  | { status: 'failed'; reason: string }

/** The answer, to take along: as text, as a picture, on paper. */
export function Take({ item, hierarchy, shownClass, classes }: ViewProps) {
  const pack = useWords()
  const words = useWordsOf(takeWords)
  const summary = useMemo(
    () => summarize(item, hierarchy, pack, words, new Date()),
    [item, hierarchy, pack, words],
  )
  const [noisy] = useState(canvasAddsNoise)
  const [withMap, setWithMap] = useState(false)
  const [outcome, setOutcome] = useState<Outcome>({ status: 'none' })
  const { copied, copyText } = useCopying()
  const canvas = useRef<HTMLCanvasElement>(null)
  const index = shownClass.shown ?? item.state.classification.predictions[0]?.index
  const name = index === undefined ? undefined : classes[index]?.name
  const mapped = withMap && index !== undefined && name !== undefined ? { index, name } : undefined

  async function copySummary() {
    setOutcome({ status: 'none' })
    await copyText(summaryText(summary))
  }

  return (
    <div className="take">
      <div className="take__ways">
        <div className="row">
          <button type="button" className="button" onClick={copySummary}>
            {words.text}
          </button>
          {!noisy && <PictureButtons canvas={canvas} summary={summary} onDone={setOutcome} />}
          <button type="button" className="button" onClick={() => window.print()}>
            {words.print}
          </button>
        </div>
        <OutcomeLine outcome={outcome} copied={copied} />
        {outcome.status === 'none' && <RefusedCopy copied={copied} label={words.textLabel} />}
        {!noisy && name !== undefined && (
          <label className="take__map">
            <input type="checkbox" checked={withMap} onChange={({ target }) => setWithMap(target.checked)} />
            <span>
              {words.withMap} <span lang="en">{displayName(name)}</span>
            </span>
          </label>
        )}
        <p className="note note--fine take__note">{noisy ? words.noisy : words.note}</p>
      </div>
      {!noisy && (
        <Picture
          canvas={canvas}
          item={item}
          summary={summary}
          mapped={mapped}
          onFailed={(reason) => setOutcome({ status: 'failed', reason })}
        />
      )}
    </div>
  )
}

interface PictureButtonsProps {
  canvas: RefObject<HTMLCanvasElement | null>
  summary: Summary
  onDone: (outcome: Outcome) => void
}

/** The ways that the browser has for a picture. It is made when one is taken. */
function PictureButtons({ canvas, summary, onDone }: PictureButtonsProps) {
  const words = useWordsOf(takeWords)
  const picture = async () =>
    new File([await toPng(canvas.current)], `${fileName(summary)}.png`, { type: 'image/png' })

  /** Says how it ended; what a person has broken off is no failure. */
  async function attempt(work: () => Promise<unknown>, good: Outcome, bad: Outcome) {
    try {
      await work()
      onDone(good)
    } catch (error) {
      onDone(error instanceof DOMException && error.name === 'AbortError' ? { status: 'none' } : bad)
    }
  }

  // Safari wants the promise itself: waiting for it would end the permission that the tap gave
  const write = () => navigator.clipboard.write([new ClipboardItem({ 'image/png': picture() })])
  const save = async () => download(await picture())
  const share = async () => navigator.share({ files: [await picture()], text: summaryText(summary) })
  const ways = [
    ...(canCopyPictures()
      ? [{ label: words.picture, work: write, good: 'copied', bad: 'refused' } as const]
      : []),
    { label: words.save, work: save, good: 'saved', bad: 'refused' } as const,
    ...(canShareFiles()
      ? [{ label: words.share, work: share, good: 'shared', bad: 'notShared' } as const]
      : []),
  ]
  return ways.map(({ label, work, good, bad }) => (
    <button
      key={label}
      type="button"
      className="button"
      onClick={() => attempt(work, { status: good }, { status: bad })}
    >
      {label}
    </button>
  ))
}

function OutcomeLine({ outcome, copied }: { outcome: Outcome; copied: Copied }) {
  const words = useWordsOf(takeWords)
  return (
    <p className="take__outcome" role="status">
      {outcome.status === 'none' && copied.status === 'copied' && words.copied}
      {outcome.status === 'failed' ? (
        <>
          {words.failed} <span lang="en">{outcome.reason}</span>
        </>
      ) : (
        outcome.status !== 'none' && words[outcome.status]
      )}
    </p>
  )
}
