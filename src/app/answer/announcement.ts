/** What a screen reader says about the page's state: one sentence or two, new when something has happened. */
import { headline } from '../../classifier/index.ts'
import type { PageState } from '../../photos/store.ts'
import type { LanguagePack } from '../language-pack.ts'
import { headlineText, spokenHeadline } from './headline-text.ts'

export function announcement(
  { model, hierarchy, photo, nothingPasted }: PageState,
  pack: LanguagePack,
): string {
  const { words } = pack
  if (nothingPasted) return words.pick.nothingPasted
  switch (photo.status) {
    case 'done': {
      // while the frame is moved, nothing; then the answer to where it has come
      if (photo.view !== photo.answered) return ''
      const { predictions, probabilities } = photo.classification
      const [best] = predictions
      if (!best) return ''
      return spokenHeadline(headlineText(headline(probabilities, hierarchy), best, hierarchy, pack), pack)
    }
    case 'failed': {
      const { title, advice } = words.problem.texts[photo.problem.code]
      return words.announce.failed(title, advice)
    }
    case 'working':
    case 'idle':
      if (model.status === 'failed') {
        const { title, advice } = words.problem.texts[model.code]
        return words.announce.failed(title, advice)
      }
      if (model.status === 'paused' && model.reason === 'metered') return words.model.metered
      if (photo.status === 'idle') return ''
      return model.status === 'ready' ? words.working.title : words.working.waiting
  }
}
