/** What a screen reader says about the page's state: one sentence or two, new when something has happened. */
import { headline } from '../../classifier/index.ts'
import { type Answered, type Item, isUpToDate } from '../../photos/item.ts'
import type { ModelStore } from '../../photos/model.ts'
import type { Notice } from '../../photos/store.ts'
import type { LanguagePack } from '../language-pack.ts'
import { headlineText, spokenHeadline } from './headline-text.ts'

interface Announced extends Pick<ModelStore, 'state' | 'hierarchy'> {
  /** The photo on show. */
  item: Item | undefined
  notice: Notice | undefined
}

export function announcement(
  { state: model, hierarchy, item, notice }: Announced,
  pack: LanguagePack,
): string {
  const { words } = pack
  if (notice) return words.pick.notices[notice]
  if (item?.state.status === 'done') return answerAnnouncement(item.state, hierarchy, pack)
  const failed = item?.state.status === 'failed' ? item.state.problem : model.status === 'failed' && model
  if (failed) {
    const { title, advice } = words.problem.texts[failed.code]
    return words.announce.failed(title, advice)
  }
  if (model.status === 'paused' && model.reason === 'metered') return words.model.metered
  if (!item) return ''
  return model.status === 'ready' ? words.working.title : words.working.waiting
}

function answerAnnouncement(state: Answered, hierarchy: ModelStore['hierarchy'], pack: LanguagePack): string {
  // while the frame is moved, nothing; then the answer to where it has come
  if (!isUpToDate(state)) return ''
  const { predictions, probabilities } = state.classification
  const [best] = predictions
  if (!best) return ''
  return spokenHeadline(headlineText(headline(probabilities, hierarchy), best, hierarchy, pack), pack)
}
