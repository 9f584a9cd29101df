import type { LanguagePack } from '../language-pack.ts'
import type { OfflineStatus } from './offline-status.ts'

/** The status in a few words, `undefined` while there is nothing to say yet. */
export function offlineText(status: OfflineStatus, { words, format }: LanguagePack): string | undefined {
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
