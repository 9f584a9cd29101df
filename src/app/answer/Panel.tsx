import type { PageState, PhotoState, Store } from '../../photos/store.ts'
import { useWords } from '../language-pack.ts'
import { ModelStatus } from '../loading/ModelStatus.tsx'
import { Problem } from '../Problem.tsx'
import { Answer } from './Answer.tsx'

interface PanelProps {
  model: PageState['model']
  photo: Exclude<PhotoState, { status: 'idle' }>
  classes: PageState['classes']
  hierarchy: PageState['hierarchy']
  /** The class whose map lies over the photo, by its index. */
  shownClass: number | null
  onShowClass: (index: number | null) => void
  /** What a person can do about it. */
  actions: Pick<Store, 'retry' | 'pause' | 'resume'>
}

/** What there is to say about the photo on show. */
export function Panel({ model, photo, classes, hierarchy, shownClass, onShowClass, actions }: PanelProps) {
  const modelFailed = model.status === 'failed'
  return (
    <div className="panel">
      {photo.status === 'done' && (
        <Answer
          key={photo.photo.id}
          classification={photo.classification}
          classes={classes}
          hierarchy={hierarchy}
          shownClass={shownClass}
          onShowClass={onShowClass}
          notes={model.status === 'ready' ? model.notes : []}
          notKept={model.status === 'ready' ? model.notKept : undefined}
        />
      )}
      {photo.status === 'failed' && !(modelFailed && model.code === photo.problem.code) && (
        <Problem code={photo.problem.code} message={photo.problem.message} onRetry={actions.retry} />
      )}
      {photo.status === 'working' && !modelFailed && <Working waiting={model.status !== 'ready'} />}
      {model.status !== 'ready' && <ModelStatus model={model} actions={actions} />}
      {modelFailed && photo.status !== 'done' && <Kept />}
    </div>
  )
}

function Working({ waiting }: { waiting: boolean }) {
  const { words } = useWords()
  return (
    <section className="working">
      <h2 className="working__title">{waiting ? words.working.waiting : words.working.title}</h2>
      {waiting && <p>{words.working.waitingNote}</p>}
      <div className="working__rows" aria-hidden="true">
        <span />
        <span />
        <span />
        <span />
        <span />
      </div>
    </section>
  )
}

function Kept() {
  const { words } = useWords()
  return (
    <p className="kept">
      <strong>{words.working.kept}.</strong> {words.working.keptNote}
    </p>
  )
}
