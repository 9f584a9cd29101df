import { useWords } from '../language-pack.ts'
import { type SeenWords, seenWords } from './words/index.ts'

/** The words of the tools on the photo. */
export function useSeenWords(): SeenWords {
  return seenWords[useWords().language]
}
