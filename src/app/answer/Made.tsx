import { useState } from 'react'
import { type BackendNote, type Classification, HEIC_DECODER_BYTES } from '../../classifier/index.ts'
import { useWords } from '../language-pack.ts'
import { backendText } from '../loading/backend-text.ts'
import { LeftBackend } from '../loading/LeftBackend.tsx'
import { useModel } from '../stores.ts'

const NO_NOTES: readonly BackendNote[] = []

/** What computed the answer and in what time, in a line, and what did not go as it should have. */
export function Made({ classification }: { classification: Classification }) {
  const pack = useWords()
  const { words, format, tag } = pack
  const [date] = useState(() => new Date())
  const notes = useModel(({ state }) => (state.status === 'ready' ? state.notes : NO_NOTES))
  const notKept = useModel(({ state }) => (state.status === 'ready' ? state.notKept : undefined))
  // one that is only slower or not there is no news; the settings tell
  const failed = notes.filter((note) => note.failed)
  return (
    <>
      {/* On paper an answer needs its day. */}
      <p className="print-only">{new Intl.DateTimeFormat(tag, { dateStyle: 'long' }).format(date)}</p>
      <p>
        {words.answer.made(
          backendText(classification, pack),
          format.milliseconds(classification.timings.total),
        )}
      </p>
      {classification.readBack === 'decoder' && <p>{words.answer.decoded}</p>}
      {classification.readBack === 'libheif' && (
        <p>{words.answer.libheif(format.megabytes(HEIC_DECODER_BYTES))}</p>
      )}
      {failed.map(({ backend, reason }) => (
        <p key={backend}>
          <LeftBackend backend={backend} reason={reason} />
        </p>
      ))}
      {notKept && (
        <p>
          {words.model.notKept} <span lang="en">{notKept}</span>
        </p>
      )}
    </>
  )
}
