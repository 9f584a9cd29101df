import { useWords } from '../language-pack.ts'
import { useOpenPanel } from '../open-panel.ts'
import { useModel } from '../stores.ts'

/** Where a backend that may be faster has not been measured yet: what finding out takes, and the way there. */
export function Offer() {
  const { words, format } = useWords()
  const offer = useModel(({ state }) => (state.status === 'ready' ? state.offer : undefined))
  const openPanel = useOpenPanel()
  if (!offer) return null
  return (
    <p>
      {words.answer.offer(words.backend[offer.backend], format.megabytes(offer.downloadBytes))}{' '}
      <button type="button" className="link" aria-haspopup="dialog" onClick={() => openPanel('settings')}>
        {words.answer.measure}
      </button>
    </p>
  )
}
