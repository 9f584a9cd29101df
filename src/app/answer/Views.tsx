import { type KeyboardEvent, Suspense, useId, useRef, useState } from 'react'
import type { AnsweredItem } from '../../photos/item.ts'
import { useWords } from '../language-pack.ts'
import { lazyPart } from '../lazy-part.tsx'
import { useModel } from '../stores.ts'
import type { ShownClass } from './pointed-class.ts'

/** Each in a chunk of its own, loaded when it is opened; the service worker keeps them all. */
const VIEWS = {
  groups: lazyPart(async () => (await import('../groups/Groups.tsx')).Groups),
  catOrDog: lazyPart(async () => (await import('../cat-or-dog/CatOrDog.tsx')).CatOrDog),
  compare: lazyPart(async () => (await import('../compare/Compare.tsx')).Compare),
  take: lazyPart(async () => (await import('../share/Share.tsx')).Take),
  timings: lazyPart(async () => (await import('../timings/Timings.tsx')).Timings),
}

type ViewId = keyof typeof VIEWS

const IDS: readonly ViewId[] = ['groups', 'catOrDog', 'compare', 'take', 'timings']

/** The next tab for a key, as the ARIA practices for tabs have it. */
function neighbour(id: ViewId, key: string): ViewId | undefined {
  const at = IDS.indexOf(id)
  switch (key) {
    case 'ArrowRight':
      return IDS[(at + 1) % IDS.length]
    case 'ArrowLeft':
      return IDS[(at + IDS.length - 1) % IDS.length]
    case 'Home':
      return IDS[0]
    case 'End':
      return IDS.at(-1)
    default:
      return undefined
  }
}

/** One step further than the answer: tabs, all closed at first. */
export function Views({ item, shownClass }: { item: AnsweredItem; shownClass: ShownClass }) {
  const { words } = useWords()
  const id = useId()
  const classes = useModel((model) => model.classes)
  const hierarchy = useModel((model) => model.hierarchy)
  const [open, setOpen] = useState<ViewId | null>(null)
  const View = open && VIEWS[open]
  return (
    <section className="views" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{words.views.title}</h2>
      <Tabs id={id} open={open} onOpen={setOpen} />
      {View && (
        <div
          role="tabpanel"
          id={`${id}-panel`}
          className="views__panel"
          aria-labelledby={`${id}-${open}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the ARIA practices make a panel without a first control focusable
          tabIndex={0}
        >
          <Suspense>
            <View item={item} classes={classes} hierarchy={hierarchy} shownClass={shownClass} />
          </Suspense>
        </div>
      )}
    </section>
  )
}

interface TabsProps {
  /** The ids of the title and the panel begin with it. */
  id: string
  open: ViewId | null
  onOpen: (view: ViewId | null) => void
}

function Tabs({ id, open, onOpen }: TabsProps) {
  const { words } = useWords()
  const tabs = useRef<HTMLDivElement>(null)

  function move(event: KeyboardEvent, from: ViewId) {
    const to = neighbour(from, event.key)
    if (!to) return
    event.preventDefault()
    onOpen(to)
    tabs.current?.querySelector<HTMLElement>(`[data-view="${to}"]`)?.focus()
  }

  return (
    <div ref={tabs} className="row views__tabs" role="tablist" aria-labelledby={`${id}-title`}>
      {IDS.map((view, i) => (
        <button
          key={view}
          type="button"
          role="tab"
          id={`${id}-${view}`}
          data-view={view}
          className="pill views__tab"
          aria-selected={open === view}
          aria-controls={open === view ? `${id}-panel` : undefined}
          tabIndex={open === view || (open === null && i === 0) ? 0 : -1}
          onClick={() => onOpen(open === view ? null : view)}
          onKeyDown={(event) => move(event, view)}
        >
          {words.views[view]}
        </button>
      ))}
    </div>
  )
}
