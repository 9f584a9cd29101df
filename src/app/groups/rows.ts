/** A tree as the rows that are seen of it. */

export interface TreeNode {
  /** Unlike any other's in the tree. */
  id: string
  /** English name of a group or class. */
  name: string
  /** In the page's language, in place of a name. */
  words?: string
  /** English, in small type: what else a class is called. */
  detail?: string
  /** 0 to 1. */
  probability?: number
  /** Of a class. */
  classIndex?: number
  children: TreeNode[]
}

export interface TreeRow {
  node: TreeNode
  /** From 1. */
  level: number
  /** Among its siblings, from 1. */
  position: number
  siblings: number
  /** The row of the node above, by its index. */
  parent: number | undefined
}

/** The rows of the nodes whose ancestors are all open, from top to bottom. */
export function visibleRows(nodes: readonly TreeNode[], open: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = []
  const add = (siblings: readonly TreeNode[], level: number, parent: number | undefined) => {
    siblings.forEach((node, i) => {
      const index = rows.push({ node, level, position: i + 1, siblings: siblings.length, parent }) - 1
      if (open.has(node.id)) add(node.children, level + 1, index)
    })
  }
  add(nodes, 1, undefined)
  return rows
}

export type TreeStep = { to: number } | { open: string } | { close: string } | undefined

/**
 * What a key does in a tree, as the ARIA practices have it: to another row, or the row's node opened or closed.
 * @param at index of the row that has the focus
 */
export function treeStep(
  rows: readonly TreeRow[],
  open: ReadonlySet<string>,
  at: number,
  key: string,
): TreeStep {
  const row = rows[at]
  if (!row) return undefined
  const { id, children } = row.node
  switch (key) {
    case 'ArrowDown':
      return at + 1 < rows.length ? { to: at + 1 } : undefined
    case 'ArrowUp':
      return at > 0 ? { to: at - 1 } : undefined
    case 'Home':
      return { to: 0 }
    case 'End':
      return { to: rows.length - 1 }
    case 'ArrowRight':
      if (children.length === 0) return undefined
      return open.has(id) ? { to: at + 1 } : { open: id }
    case 'ArrowLeft':
      if (children.length > 0 && open.has(id)) return { close: id }
      return row.parent === undefined ? undefined : { to: row.parent }
  }
  if (key.length !== 1 || key === ' ') return undefined
  const order = [...rows.slice(at + 1), ...rows.slice(0, at + 1)]
  const next = order.find(({ node }) => node.name.toLowerCase().startsWith(key.toLowerCase()))
  return next ? { to: rows.indexOf(next) } : undefined
}
