import { describe, expect, it } from 'vitest'
import { type TreeNode, treeStep, visibleRows } from './rows.ts'

const leaf = (name: string): TreeNode => ({ id: name, name, children: [] })

const nodes: TreeNode[] = [
  {
    id: 'dog',
    name: 'dog',
    children: [{ id: 'hound', name: 'hound', children: [leaf('beagle')] }, leaf('pug')],
  },
  leaf('boat'),
]

const names = (open: string[]) => visibleRows(nodes, new Set(open)).map(({ node }) => node.name)

describe('rows', () => {
  it('are those below open nodes', () => {
    expect(names([])).toEqual(['dog', 'boat'])
    expect(names(['dog'])).toEqual(['dog', 'hound', 'pug', 'boat'])
    expect(names(['dog', 'hound'])).toEqual(['dog', 'hound', 'beagle', 'pug', 'boat'])
  })

  it('of an open node in a closed one are not seen', () => expect(names(['hound'])).toEqual(['dog', 'boat']))

  it('know their level, their place among siblings and the row above', () =>
    expect(
      visibleRows(nodes, new Set(['dog', 'hound'])).map(({ level, position, siblings, parent }) => [
        level,
        position,
        siblings,
        parent,
      ]),
    ).toEqual([
      [1, 1, 2, undefined],
      [2, 1, 2, 0],
      [3, 1, 1, 1],
      [2, 2, 2, 0],
      [1, 2, 2, undefined],
    ]))
})

describe('a key', () => {
  const open = new Set(['dog'])
  const rows = visibleRows(nodes, open) // dog, hound, pug, boat

  it.each([
    ['ArrowDown', 0, { to: 1 }],
    ['ArrowDown', 3, undefined],
    ['ArrowUp', 1, { to: 0 }],
    ['ArrowUp', 0, undefined],
    ['Home', 2, { to: 0 }],
    ['End', 0, { to: 3 }],
    ['ArrowRight', 0, { to: 1 }],
    ['ArrowRight', 1, { open: 'hound' }],
    ['ArrowRight', 2, undefined],
    ['ArrowLeft', 0, { close: 'dog' }],
    ['ArrowLeft', 2, { to: 0 }],
    ['ArrowLeft', 3, undefined],
    ['b', 0, { to: 3 }],
    ['H', 3, { to: 1 }],
    ['d', 0, { to: 0 }],
    ['x', 0, undefined],
    [' ', 0, undefined],
    ['Tab', 0, undefined],
  ])('%s in row %d does %o', (key, at, step) => expect(treeStep(rows, open, at, key)).toEqual(step))
})
