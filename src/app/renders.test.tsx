// @vitest-environment jsdom
import { act } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { accept, bringFiles, leaveApp, photoFile, renderApp } from './test/render-app.tsx'

/** How often each component has rendered. */
const renders = vi.hoisted(() => new Map<string, number>())

/** The component itself, counted: its hooks are those of the wrapper. */
const counted = vi.hoisted(
  () =>
    <Props,>(name: string, component: (props: Props) => ReactNode) =>
    (props: Props) => {
      renders.set(name, (renders.get(name) ?? 0) + 1)
      return component(props)
    },
)

vi.mock('./Main.tsx', async (original) => {
  const { Main } = await original<typeof import('./Main.tsx')>()
  return { Main: counted('Main', Main) }
})
vi.mock('./Header.tsx', async (original) => {
  const { Header } = await original<typeof import('./Header.tsx')>()
  return { Header: counted('Header', Header) }
})
vi.mock('./photo/Preview.tsx', async (original) => {
  const { Preview } = await original<typeof import('./photo/Preview.tsx')>()
  return { Preview: counted('Preview', Preview) }
})
vi.mock('./answer/Panel.tsx', async (original) => {
  const { Panel } = await original<typeof import('./answer/Panel.tsx')>()
  return { Panel: counted('Panel', Panel) }
})
vi.mock('./answer/Answer.tsx', async (original) => {
  const { Answer } = await original<typeof import('./answer/Answer.tsx')>()
  return { Answer: counted('Answer', Answer) }
})
vi.mock('./answer/Announcer.tsx', async (original) => {
  const { Announcer } = await original<typeof import('./answer/Announcer.tsx')>()
  return { Announcer: counted('Announcer', Announcer) }
})
vi.mock('./privacy/SiteFooter.tsx', async (original) => {
  const { SiteFooter } = await original<typeof import('./privacy/SiteFooter.tsx')>()
  return { SiteFooter: counted('SiteFooter', SiteFooter) }
})
vi.mock('./loading/ModelStatus.tsx', async (original) => {
  const { ModelStatus } = await original<typeof import('./loading/ModelStatus.tsx')>()
  return { ModelStatus: counted('ModelStatus', ModelStatus) }
})

afterEach(leaveApp)

// the files of a worker share what is mocked
afterAll(() => {
  vi.doUnmock('./Main.tsx')
  vi.doUnmock('./Header.tsx')
  vi.doUnmock('./photo/Preview.tsx')
  vi.doUnmock('./answer/Panel.tsx')
  vi.doUnmock('./answer/Answer.tsx')
  vi.doUnmock('./answer/Announcer.tsx')
  vi.doUnmock('./privacy/SiteFooter.tsx')
  vi.doUnmock('./loading/ModelStatus.tsx')
})

it('events of the download render the progress bar, and nothing else of the page', () => {
  const { classifier, container } = renderApp({ status: 'downloading', loaded: 0, total: 12_800_000 })
  bringFiles('drop', [photoFile()])
  accept(classifier)
  expect([...renders.keys()]).toEqual(expect.arrayContaining(['Main', 'Preview', 'Panel', 'ModelStatus']))
  renders.clear()
  for (let part = 1; part <= 128; part++) {
    act(() => classifier.setState({ status: 'downloading', loaded: part * 100_000, total: 12_800_000 }))
    const shown = container.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')
    expect(shown).toBe(`${Math.floor((part / 128) * 100)}`)
  }
  expect([...renders]).toEqual([])
})
