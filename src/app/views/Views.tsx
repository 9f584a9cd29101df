import { type KeyboardEvent, Suspense, useId, useRef, useState } from 'react'
import { useWords } from '../language-pack.ts'
import { lazyPart } from '../lazy-part.tsx'
import type { ViewProps } from './view.ts'

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
export function Views(props: ViewProps) {
  const { words } = useWords()
  const id = useId()
  const [open, setOpen] = useState<ViewId | null>(null)
  const tabs = useRef<HTMLDivElement>(null)
  const View = open && VIEWS[open]

  function move(event: KeyboardEvent, from: ViewId) {
    const to = neighbour(from, event.key)
    if (!to) return
    event.preventDefault()
    setOpen(to)
    tabs.current?.querySelector<HTMLElement>(`[data-view="${to}"]`)?.focus()
  }

  return (
    <section className="views" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className="views__title">
        {words.views.title}
      </h2>
      <div ref={tabs} className="views__tabs" role="tablist" aria-labelledby={`${id}-title`}>
        {IDS.map((view, i) => (
          <button
            key={view}
            type="button"
            role="tab"
            id={`${id}-${view}`}
            data-view={view}
            className="views__tab"
            aria-selected={open === view}
            aria-controls={open === view ? `${id}-panel` : undefined}
            tabIndex={open === view || (open === null && i === 0) ? 0 : -1}
            onClick={() => setOpen(open === view ? null : view)}
            onKeyDown={(event) => move(event, view)}
          >
            {words.views[view]}
          </button>
        ))}
      </div>
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
            <View {...props} />
          </Suspense>
        </div>
      )}
    </section>
  )
}
