import { useWords } from '../language-pack.ts'
import type { HeadlineText, Piece } from './headline-text.ts'

function Text({ piece }: { piece: Piece }) {
  return 'name' in piece ? <span lang="en">{piece.name}</span> : piece.words
}

/** What the photo shows, and how sure that is. */
export function Headline({ text: { title, hint, note, detail } }: { text: HeadlineText }) {
  const { words } = useWords()
  const recognised = 'name' in title
  return (
    <>
      {recognised && <p className="muted">{words.answer.eyebrow}</p>}
      {recognised ? (
        <h2 className="answer__name" lang="en">
          {title.name}
          {hint !== undefined && <span className="muted answer__hint"> ({hint})</span>}
        </h2>
      ) : (
        <h2 className="answer__name answer__name--none">{title.words}</h2>
      )}
      {note !== undefined && <p className="answer__note">{note}</p>}
      <p className={note === undefined ? 'answer__probability' : 'muted number'}>
        {detail.map((piece) => (
          <Text key={'name' in piece ? piece.name : piece.words} piece={piece} />
        ))}
      </p>
    </>
  )
}
