// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { findings } from '../test/axe.ts'
import { leaveApp, openView } from '../test/render-app.tsx'

afterEach(leaveApp)

/** Chunks load slowly on a busy machine. */
const PATIENCE = { timeout: 15_000 }

async function openGroups(language = 'en', tab = 'Groups') {
  const page = await openView(tab, undefined, [language])
  const tree = await screen.findByRole('tree', {}, PATIENCE)
  return { ...page, tree, rows: () => within(tree).getAllByRole('treeitem') }
}

const text = (element: Element) => element.textContent?.replaceAll('\u00a0', ' ')
const focused = () => text(document.activeElement ?? document.body)

describe('the view by groups', () => {
  it('is open along the way to the best class, with summed probabilities and ids', async () => {
    const { rows } = await openGroups()
    expect(rows().slice(0, 6).map(text)).toEqual([
      'animal> 99.9 %',
      'mammal99.9 %',
      'carnivore99.9 %',
      'feline99.9 %',
      'domestic cat99.8 %',
      'Egyptian cat n0212407597.7 %',
    ])
    expect(
      rows()
        .slice(0, 6)
        .map((row) => row.getAttribute('aria-expanded')),
    ).toEqual(['true', 'true', 'true', 'true', 'true', null])
  })

  it('sums up what it does not list', async () => {
    const { rows } = await openGroups()
    expect(rows().some((row) => /^\d+ other kinds/.test(text(row) ?? ''))).toBe(true)
  })

  it('is one stop for the Tab key, and goes by arrows inside', async () => {
    const { rows, user } = await openGroups()
    expect(rows().filter((row) => row.tabIndex === 0)).toHaveLength(1)
    rows()[0]?.focus()
    await user.keyboard('{ArrowDown}{ArrowDown}')
    expect(focused()).toContain('carnivore')
    await user.keyboard('{ArrowLeft}')
    expect(rows().some((row) => text(row)?.startsWith('feline'))).toBe(false)
    await user.keyboard('{ArrowRight}{ArrowRight}')
    expect(focused()).toContain('feline')
    await user.keyboard('{ArrowLeft}{ArrowLeft}')
    expect(focused()).toContain('carnivore')
    await user.keyboard('{End}')
    expect(focused()).toContain('other kinds')
    await user.keyboard('{Home}')
    expect(focused()).toContain('animal')
    await user.keyboard('m')
    expect(focused()).toContain('mammal')
    expect(rows().filter((row) => row.tabIndex === 0)).toHaveLength(1)
  })

  it('closes and opens a group by a click and by Enter', async () => {
    const { rows, user } = await openGroups()
    const animal = rows()[0]
    if (!animal) throw new Error('no rows')
    await user.click(animal)
    expect(rows()).toHaveLength(2)
    animal.focus()
    await user.keyboard('{Enter}')
    expect(rows().length).toBeGreaterThan(6)
  })

  it('marks a class whose map is kept', async () => {
    const { rows, user } = await openGroups()
    const cat = rows().find((row) => text(row)?.startsWith('Egyptian cat'))
    if (!cat) throw new Error('no cat')
    await user.click(cat)
    expect(cat.getAttribute('aria-selected')).toBe('true')
    await user.click(cat)
    expect(cat.getAttribute('aria-selected')).toBe('false')
  })

  it('has no findings of axe', async () => {
    await openGroups('en', 'Groups')
    expect(await findings(screen.getByRole('tabpanel'))).toEqual([])
  })
})

describe('all 1000 kinds', () => {
  async function openKnown() {
    const page = await openGroups()
    await page.user.click(screen.getByRole('button', { name: 'All 1000 kinds' }))
    const dialog = await screen.findByRole('dialog', {}, PATIENCE)
    const tree = within(dialog).getByRole('tree')
    return {
      ...page,
      dialog,
      search: within(dialog).getByRole('searchbox'),
      all: () =>
        within(tree.isConnected ? tree : within(dialog).getByRole('tree')).queryAllByRole('treeitem'),
    }
  }

  it('begin with the seven roots, with the photo’s probabilities', async () => {
    const { all } = await openKnown()
    expect(all()).toHaveLength(7)
    expect(text(all()[0] ?? document.body)).toBe('animal> 99.9 %')
  })

  it('are searched, and what is found stands open', async () => {
    const { dialog, search, user, all } = await openKnown()
    await user.type(search, 'egyptian')
    await waitFor(() => expect(within(dialog).getByRole('status').textContent).toBe('1 of 1000 kinds'))
    expect(all().map(text).at(-1)).toContain('Egyptian cat')
    await user.clear(search)
    await waitFor(() => expect(all()).toHaveLength(7))
  })

  it('say so when nothing is found', async () => {
    const { dialog, search, user, all } = await openKnown()
    await user.type(search, 'spaceship')
    await waitFor(() =>
      expect(within(dialog).getByRole('status').textContent).toBe('None of the 1000 kinds has such a name.'),
    )
    expect(all()).toHaveLength(0)
  })

  it('have no findings of axe, and close again', async () => {
    const { dialog, user } = await openKnown()
    expect(await findings(dialog)).toEqual([])
    await user.click(within(dialog).getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
