import { askAgain, callOff } from '../../photos/collection.ts'
import type { Item } from '../../photos/item.ts'
import { countItems } from '../../photos/listing.ts'
import { pace } from '../../photos/pace.ts'
import { useWords, useWordsOf } from '../language-pack.ts'
import { useStores } from '../stores.ts'
import { type GridWords, gridWords } from './words/index.ts'
import { useFeeder, useWork } from './work.ts'

/** How far the photos are, how fast it goes, and how to stop it. */
export function Progress({ items }: { items: readonly Item[] }) {
  const { format } = useWords()
  const words = useWordsOf(gridWords).progress
  const { all, left, retriable } = countItems(items)
  const done = all - left
  const text = words.done(format.integer(done), format.integer(all))
  return (
    <div className="tally">
      <div
        className="track tally__track"
        role="progressbar"
        aria-label={words.label}
        aria-valuemin={0}
        aria-valuemax={all}
        aria-valuenow={done}
        aria-valuetext={text}
      >
        <span style={{ inlineSize: `${(done / Math.max(1, all)) * 100}%` }} />
      </div>
      <p className="number tally__text">
        {text}
        {left > 0 && <Pace left={left} />}
      </p>
      <Controls left={left} retriable={retriable} />
      <p className="visually-hidden" role="status">
        {left === 0 && words.finished(format.integer(all))}
      </p>
    </div>
  )
}

function Pace({ left }: { left: number }) {
  const { tag } = useWords()
  const words = useWordsOf(gridWords).progress
  const paused = useFeeder((state) => state.paused)
  const rate = useFeeder(({ finished }) => pace(finished))
  if (paused) return <span className="muted"> {words.paused}</span>
  if (rate === undefined) return null
  const number = new Intl.NumberFormat(tag, { maximumSignificantDigits: 2 }).format(rate)
  return (
    <span className="muted">
      {' '}
      {words.pace(number)}, {timeLeft(left / rate, words)}
    </span>
  )
}

/** @param seconds how long it will take */
export function timeLeft(seconds: number, { left }: Pick<GridWords['progress'], 'left'>): string {
  if (seconds < 60) return left.seconds
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? left.minutes(String(minutes)) : left.hours(String(Math.round(minutes / 60)))
}

function Controls({ left, retriable }: { left: number; retriable: number }) {
  const { format } = useWords()
  const words = useWordsOf(gridWords).progress
  const { photos } = useStores()
  const { feeder } = useWork()
  const paused = useFeeder((state) => state.paused)
  return (
    <div className="row tally__controls">
      {left > 0 && (
        <>
          <button
            type="button"
            className="button button--compact"
            onClick={() => (paused ? feeder.resume() : feeder.pause())}
          >
            {paused ? words.resume : words.pause}
          </button>
          <button
            type="button"
            className="button button--compact"
            onClick={() => photos.changeBriefs(callOff)}
          >
            {words.cancel}
          </button>
        </>
      )}
      {retriable > 0 && (
        <button
          type="button"
          className="button button--compact"
          onClick={() => {
            photos.changeBriefs(askAgain)
            feeder.resume()
          }}
        >
          {words.retry(format.integer(retriable))}
        </button>
      )}
    </div>
  )
}
