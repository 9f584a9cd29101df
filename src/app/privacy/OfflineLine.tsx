import { useWords } from '../language-pack.ts'
import type { OfflineStatus } from './offline-status.ts'
import { offlineText } from './offline-text.ts'

/** Whether the page would work with the network gone, in a line. */
export function OfflineLine({ status }: { status: OfflineStatus }) {
  const pack = useWords()
  const text = offlineText(status, pack)
  if (text === undefined) return null
  return (
    <p className="offline">
      <span
        className={status.status === 'ready' ? 'offline__lamp offline__lamp--on' : 'offline__lamp'}
        aria-hidden="true"
      />
      {text}
    </p>
  )
}
