// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ClassifierError } from '../../classifier/index.ts'
import { type FakeBitmap, fakeBitmap, fakeClassification } from '../../photos/test/fake-classifier.ts'
import { languages } from '../../words/index.ts'
import { findings } from '../test/axe.ts'
import { bringFiles, leaveApp, photoFile, renderApp } from '../test/render-app.tsx'
import { gridWords } from './words/index.ts'

const words = gridWords.en

beforeEach(() => {
  // jsdom lays nothing out: a window of that size, and a list as wide
  Object.assign(globalThis, {
    ResizeObserver: class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  })
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000)
  vi.spyOn(window, 'scrollTo').mockImplementation(() => {})
})
afterEach(() => {
  leaveApp()
  history.replaceState(null, '', '/')
})

/** Each with bytes of its own. */
const files = (count: number) =>
  Array.from({ length: count }, (_, i) => new File([`bytes ${i}`], `${i}.jpg`, { type: 'image/jpeg' }))

async function renderGrid(count: number, language = 'en') {
  const page = renderApp(undefined, [language])
  bringFiles('drop', files(count))
  await screen.findByRole('progressbar', {
    name: gridWords[language === 'ko' || language === 'zh' ? language : 'en'].progress.label,
  })
  await waitFor(() => expect(page.classifier.requests.length).toBeGreaterThan(0))
  const answer = (at: number, change = {}) =>
    act(async () => {
      page.classifier.requests[at]?.resolve(fakeClassification(change))
      await new Promise((resolve) => setTimeout(resolve))
    })
  return { ...page, answer }
}

const tiles = () => screen.getAllByRole('listitem').filter(({ className }) => className.includes('tile'))
const label = (at: number) => tiles()[at]?.querySelector('button')?.textContent
const press = (at: number, init: object) => {
  const tile = tiles()[at]?.querySelector('button')
  if (tile) fireEvent.keyDown(tile, init)
}

describe('several photos', () => {
  it('open the grid, which fills as answers come', async () => {
    const { answer } = await renderGrid(4)
    expect(tiles()).toHaveLength(4)
    expect(label(3)).toBe('Waiting 3.jpg')
    await answer(0)
    expect(label(0)).toBe('Egyptian cat 97.7\u00a0% 0.jpg')
    expect(screen.getByText('1 of 4')).toBeTruthy()
    expect(location.hash).toBe('#/grid')
  })

  it('that fail say why, and can be tried again', async () => {
    const { classifier, user } = await renderGrid(2)
    await act(async () =>
      classifier.requests[0]?.reject(new ClassifierError('inference-failed', 'no memory')),
    )
    expect(label(0)).toBe('The network could not finish 0.jpg')
    await user.click(screen.getByRole('button', { name: words.progress.retry('1') }))
    await waitFor(() => expect(classifier.requests).toHaveLength(3))
  })

  it('draw their thumbnails, which are all released with the grid', async () => {
    const { classifier, drawImage, photos } = await renderGrid(2)
    const thumbnail: FakeBitmap = fakeBitmap()
    act(() =>
      classifier.requests[0]?.options.onPrepared?.({ crop: undefined, thumbnail, width: 4, height: 3 }),
    )
    expect(drawImage).toHaveBeenCalledWith(thumbnail, 0, 0)
    act(() => void photos.remove(new Set([1, 2])))
    expect(thumbnail.closed).toBe(true)
    expect(location.hash).toBe('')
  })

  it('render few tiles, however many there are', async () => {
    await renderGrid(2000)
    expect(tiles().length).toBeLessThan(100)
    expect(screen.getByText('0 of 2,000')).toBeTruthy()
  })

  it('hold the page while they are at work', async () => {
    const { answer } = await renderGrid(2)
    const leave = () => {
      const event = new Event('beforeunload', { cancelable: true })
      window.dispatchEvent(event)
      return event.defaultPrevented
    }
    expect(leave()).toBe(true)
    await answer(0)
    await answer(1)
    expect(leave()).toBe(false)
  })
})

describe('a photo of many', () => {
  it('opens in the view of one, has an address, and arrow keys lead on', async () => {
    const { classifier, user, photos } = await renderGrid(3)
    await user.click(screen.getByRole('button', { name: /1\.jpg$/ }))
    expect(location.hash).toBe('#/photo/2')
    await act(async () => classifier.last().resolve(fakeClassification()))
    expect(await screen.findByRole('heading', { name: 'Egyptian cat' })).toBeTruthy()
    expect(screen.getByText('2 of 3')).toBeTruthy()
    act(() => void fireEvent.keyDown(document.body, { key: 'ArrowRight' }))
    expect([photos.getState().selected, location.hash]).toEqual([3, '#/photo/3'])
    act(() => void fireEvent.keyDown(screen.getByLabelText('Language'), { key: 'ArrowLeft' }))
    expect(photos.getState().selected).toBe(3)
    act(() => photos.open(undefined))
    expect(label(1)).toContain('Egyptian cat')
  })

  it('that one goes back to and that is gone shows the grid', async () => {
    const { photos } = await renderGrid(3)
    act(() => {
      history.replaceState(null, '', '#/photo/99')
      window.dispatchEvent(new PopStateEvent('popstate'))
    })
    expect([photos.getState().selected, location.hash]).toEqual([undefined, '#/grid'])
  })
})

describe('the keyboard', () => {
  it('selects, a range too, removes, and what is removed comes back', async () => {
    const { user } = await renderGrid(5)
    press(1, { key: ' ' })
    expect(screen.getByText(words.selection.count('1'))).toBeTruthy()
    press(1, { key: 'ArrowRight', shiftKey: true })
    expect(screen.getByText(words.selection.count('2'))).toBeTruthy()
    press(0, { key: 'Escape' })
    expect(screen.queryByText(words.selection.count('2'))).toBeNull()
    press(0, { key: 'a', ctrlKey: true })
    press(0, { key: ' ' })
    press(0, { key: 'Delete' })
    expect(tiles()).toHaveLength(1)
    await user.click(screen.getByRole('button', { name: words.selection.undo }))
    expect(tiles().map((_, at) => label(at)?.split(' ').at(-1))).toEqual([
      '0.jpg',
      '1.jpg',
      '2.jpg',
      '3.jpg',
      '4.jpg',
    ])
  })
})

describe('filters', () => {
  it('list what they say, and all again', async () => {
    const { classifier, answer, user } = await renderGrid(3)
    await answer(0)
    await act(async () => classifier.requests[1]?.reject(new ClassifierError('not-an-image', 'a text')))
    await user.click(screen.getByRole('radio', { name: /^Failed/ }))
    expect(tiles()).toHaveLength(1)
    await user.type(screen.getByRole('searchbox'), 'nothing like that')
    await user.click(screen.getByRole('button', { name: words.filter.clear }))
    expect(tiles()).toHaveLength(3)
    const kinds = screen.getByRole('combobox', { name: words.filter.shows })
    await user.selectOptions(kinds, 'Egyptian cat (1)')
    expect(tiles()).toHaveLength(1)
  })
})

it.each(languages.map(({ id }) => id))('axe finds nothing in the language %s', async (language) => {
  const { answer } = await renderGrid(3, language)
  await answer(0)
  press(0, { key: ' ' })
  expect(await findings(document)).toEqual([])
})

it('one photo sees no grid, and no address', async () => {
  const { classifier } = renderApp()
  bringFiles('drop', [photoFile()])
  await act(async () => classifier.last().resolve(fakeClassification()))
  expect(screen.queryByRole('progressbar', { name: words.progress.label })).toBeNull()
  expect(location.hash).toBe('')
})

describe('answers', () => {
  it('are saved as the file that is asked for: those that are there', async () => {
    const user = userEvent.setup()
    const saved: Blob[] = []
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => `blob:${saved.push(blob as Blob)}`)
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    const { answer } = await renderGrid(3)
    for (const at of [0, 1]) await answer(at)
    await user.selectOptions(screen.getByLabelText(words.save.as), 'list')
    await user.click(screen.getByRole('button', { name: words.save.save('2') }))
    await waitFor(() => expect(clicked).toHaveBeenCalledTimes(1))
    expect(saved).toMatchObject([{ name: 'photos.txt', type: 'text/plain' }])
    vi.restoreAllMocks()
  })
})
