import type { Item } from '../../photos/item.ts'
import { useWords } from '../language-pack.ts'
import { ModelStatus } from '../loading/ModelStatus.tsx'
import { Problem } from '../Problem.tsx'
import { useModel, useStores } from '../stores.ts'
import { Answer } from './Answer.tsx'
import type { ShownClass } from './pointed-class.ts'

/** What there is to say about the photo on show. */
export function Panel({ item: { id, state }, shownClass }: { item: Item; shownClass: ShownClass }) {
  const { photos } = useStores()
  const status = useModel((model) => model.state.status)
  const failure = useModel((model) => (model.state.status === 'failed' ? model.state.code : undefined))
  return (
    <div className="panel">
      {state.status === 'done' && (
        <Answer key={id} classification={state.classification} shownClass={shownClass} />
      )}
      {/* The model's own problem is said by its status. */}
      {state.status === 'failed' && state.problem.code !== failure && (
        <Problem code={state.problem.code} message={state.problem.message} onRetry={photos.retry} />
      )}
      {(state.status === 'waiting' || state.status === 'working') && failure === undefined && (
        <Working waiting={status !== 'ready'} />
      )}
      {status !== 'ready' && <ModelStatus />}
      {failure !== undefined && state.status !== 'done' && <Kept />}
    </div>
  )
}

/** How long the bars are that stand for the answers to come. */
const ROWS = ['100%', '82%', '64%', '52%', '44%']

function Working({ waiting }: { waiting: boolean }) {
  const { words } = useWords()
  return (
    <section className="working">
      <h2 className="working__title">{waiting ? words.working.waiting : words.working.title}</h2>
      {waiting && <p>{words.working.waitingNote}</p>}
      <div className="working__rows" aria-hidden="true">
        {ROWS.map((width) => (
          <span key={width} style={{ inlineSize: width }} />
        ))}
      </div>
    </section>
  )
}

function Kept() {
  const { words } = useWords()
  return (
    <p className="muted kept">
      <strong>{words.working.kept}.</strong> {words.working.keptNote}
    </p>
  )
}
