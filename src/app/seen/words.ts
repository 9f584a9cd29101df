import { type SeenWords, seenWords } from '../../i18n/seen/index.ts'
import { useWords } from '../words.ts'

/** The words of the tools on the photo. */
export function useSeenWords(): SeenWords {
  return seenWords[useWords().language]
}
