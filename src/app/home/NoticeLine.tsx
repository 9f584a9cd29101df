import { useWords } from '../language-pack.ts'
import { usePhotos } from '../stores.ts'

/** Why no photo has come where one was to. */
export function NoticeLine() {
  const { words } = useWords()
  const notice = usePhotos((state) => state.notice)
  return notice && <p className="notice">{words.pick.notices[notice]}</p>
}
