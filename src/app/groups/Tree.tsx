import { type KeyboardEvent, useRef, useState } from 'react'
import { type ShownClass, usePointedClass } from '../answer/pointed-class.ts'
import { useWords } from '../language-pack.ts'
import { type TreeNode, type TreeRow, treeStep, visibleRows } from './rows.ts'
import './tree.css'

declare module 'react' {
  interface CSSProperties {
    /** Of a tree's row, 0 at the top. */
    '--depth'?: number
  }
}

interface TreeProps {
  label: string
  nodes: readonly TreeNode[]
  /** Ids of the nodes that are open at first. Another `key` begins anew. */
  open: readonly string[]
  shownClass: ShownClass
}

/** Groups and classes, one below the other: one stop for the Tab key, arrow keys inside. */
export function Tree({ label, nodes, open: openAtFirst, shownClass }: TreeProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(openAtFirst))
  const [active, setActive] = useState<string>()
  const { kept, point, leave, keep } = usePointedClass(shownClass)
  const tree = useRef<HTMLDivElement>(null)
  const rows = visibleRows(nodes, open)
  const focusable = rows.some(({ node }) => node.id === active) ? active : rows[0]?.node.id

  function toggle(id: string) {
    const next = new Set(open)
    if (!next.delete(id)) next.add(id)
    setOpen(next)
  }

  function activate({ id, children, classIndex }: TreeNode) {
    if (children.length > 0) toggle(id)
    else if (classIndex !== undefined) keep(classIndex)
  }

  function press(event: KeyboardEvent, at: number) {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const row = rows[at]
    if (row && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault()
      return activate(row.node)
    }
    const step = treeStep(rows, open, at, event.key)
    if (!step) return
    event.preventDefault()
    if ('to' in step) tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[step.to]?.focus()
    else toggle('open' in step ? step.open : step.close)
  }

  return (
    <div ref={tree} className="tree" role="tree" aria-label={label}>
      {rows.map(({ node, level, position, siblings }, at) => (
        <div
          key={node.id}
          role="treeitem"
          className="entry tree__row"
          aria-level={level}
          aria-posinset={position}
          aria-setsize={siblings}
          aria-expanded={node.children.length > 0 ? open.has(node.id) : undefined}
          aria-selected={node.classIndex === undefined ? undefined : node.classIndex === kept}
          tabIndex={node.id === focusable ? 0 : -1}
          onClick={() => activate(node)}
          onKeyDown={(event) => press(event, at)}
          onFocus={() => {
            setActive(node.id)
            if (node.classIndex !== undefined) point(node.classIndex)
          }}
          onBlur={leave}
          onPointerEnter={() => node.classIndex !== undefined && point(node.classIndex)}
          onPointerLeave={leave}
        >
          <Row node={node} level={level} />
        </div>
      ))}
    </div>
  )
}

function Row({
  node: { name, words, detail, probability, children },
  level,
}: Pick<TreeRow, 'node' | 'level'>) {
  const { format } = useWords()
  return (
    <>
      <span
        className={children.length > 0 ? 'tree__mark' : 'tree__mark tree__mark--none'}
        style={{ '--depth': level - 1 }}
        aria-hidden="true"
      />
      {words === undefined ? (
        <span className="tree__name" lang="en">
          {name}
          {detail !== undefined && <span className="muted tree__detail"> {detail}</span>}
        </span>
      ) : (
        <span className="muted tree__name">{words}</span>
      )}
      {probability !== undefined && (
        <>
          <span className="track tree__track" aria-hidden="true">
            <span className="tree__bar" style={{ width: `${probability * 100}%` }} />
          </span>
          <span className="number tree__probability">{format.probability(probability)}</span>
        </>
      )}
    </>
  )
}
