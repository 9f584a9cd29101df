import { type LanguagePack, useWords } from '../language-pack.ts'
import type { OfflineStatus } from './offline-status.ts'

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

/** The status in a few words, `undefined` while there is nothing to say yet. */
function offlineText(status: OfflineStatus, { words, format }: LanguagePack): string | undefined {
  const texts = words.site.offline
  switch (status.status) {
    case 'checking':
      return undefined
    case 'ready':
      return texts.ready
    case 'model-awaited':
      return texts.awaited
    case 'not-kept':
      return texts.notKept
    case 'incomplete':
      return texts.incomplete(format.integer(status.stored), format.integer(status.expected))
    case 'unserved':
      return texts.unserved
    case 'unavailable':
      return texts.unavailable
    case 'erased':
      return texts.erased
    case 'development':
      return texts.development
  }
}
