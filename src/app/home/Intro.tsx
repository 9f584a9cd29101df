import { useWords } from '../language-pack.ts'
import { ModelStatus } from '../loading/ModelStatus.tsx'

/** What the page is for, and how far the model is. */
export function Intro() {
  const { words } = useWords()
  return (
    <div className="intro">
      <h2 className="intro__title">{words.intro.title}</h2>
      <p className="intro__sentence">{words.intro.sentence}</p>
      <ModelStatus />
    </div>
  )
}
