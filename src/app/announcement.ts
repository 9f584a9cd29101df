/** What a screen reader says about the page's state: one sentence or two, new when something has happened. */
import { displayName } from './format.ts'
import type { PageState } from './store.ts'
import type { LanguagePack } from './words.ts'

export function announcement({ model, photo, nothingPasted }: PageState, pack: LanguagePack): string {
  const { words, format } = pack
  if (nothingPasted) return words.pick.nothingPasted
  switch (photo.status) {
    case 'done': {
      // while the frame is moved, nothing; then the answer to where it has come
      if (photo.view !== photo.answered) return ''
      const best = photo.classification.predictions[0]
      return best
        ? words.announce.done(displayName(best.className), format.probability(best.probability))
        : ''
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
