// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ClassifierError, type View } from '../../classifier/index.ts'
import { fakeClassification } from '../../photos/test/fake-classifier.ts'
import { renderPhoto } from '../test/answered-photo.ts'
import { announced, leaveApp } from '../test/render-app.tsx'
import { seenWords } from './words/index.ts'

const { en } = seenWords

afterEach(leaveApp)

type Page = Awaited<ReturnType<typeof renderPhoto>>

const frame = () => screen.getByRole('application', { name: en.frame.name })
const wanted = ({ classifier }: Page): View | undefined => classifier.last().options.view

/** Left edge, top edge and side of the part that was asked for last. */
function part(page: Page): number[] {
  const view = wanted(page)
  if (view?.kind !== 'region') throw new Error(`not a part: ${view?.kind}`)
  const { left, top, width, height } = view.region
  expect(width).toBe(height)
  return [left, top, width]
}

/** jsdom has no pointer events. */
function pointer(type: 'down' | 'move' | 'up', pointerId: number, clientX: number, clientY: number) {
  const event = new MouseEvent(`pointer${type}`, {
    bubbles: true,
    cancelable: true,
    button: 0,
    clientX,
    clientY,
  })
  Object.defineProperty(event, 'pointerId', { value: pointerId })
  fireEvent(frame(), event)
}

// The photo has 440 x 346 pixels: 224 of 255 parts of 346 are 304, and the middle begins at (68, 21).
describe('the frame', () => {
  it('lies on the middle and says how it is moved', async () => {
    await renderPhoto()
    expect(frame().style.left).toBe(`${(100 * (440 - (346 * 224) / 255)) / 2 / 440}%`)
    expect(document.getElementById(frame().getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      en.frame.hint,
    )
  })

  it.each([
    ['{ArrowRight}', [85, 21, 304]],
    ['{ArrowLeft}', [51, 21, 304]],
    ['{ArrowUp}', [68, 4, 304]],
    ['{ArrowDown}', [68, 38, 304]],
    ['{Shift>}{ArrowRight}{/Shift}', [70, 21, 304]],
    ['-', [82, 35, 276]],
    ['+', [53, 6, 334]],
  ])('is moved by %s', async (keys, expected) => {
    const page = await renderPhoto()
    frame().focus()
    await page.user.keyboard(keys)
    expect(part(page)).toEqual(expected)
  })

  it('stops at the edge of the photo', async () => {
    const page = await renderPhoto()
    frame().focus()
    await page.user.keyboard('{ArrowUp>20/}{ArrowLeft>20/}')
    await act(async () => page.classifier.last().resolve(fakeClassification()))
    expect(part(page)).toEqual([0, 0, 304])
  })

  it.each(['{Home}', '0'])('goes back to the middle, the very crop of the tutorial, by %s', async (keys) => {
    const page = await renderPhoto()
    frame().focus()
    await page.user.keyboard('{ArrowUp}')
    await page.user.keyboard(keys)
    expect(wanted(page)).toEqual({ kind: 'center' })
  })

  it('leaves other keys to the page', async () => {
    const page = await renderPhoto()
    frame().focus()
    await page.user.keyboard('a{PageDown}{Control>}-{/Control}')
    expect(page.classifier.requests).toHaveLength(1)
  })

  it('tells where it is once it has come to rest, and not before', async () => {
    const page = await renderPhoto()
    frame().focus()
    await page.user.keyboard('{ArrowRight}{ArrowRight}')
    const position = en.frame.position('23 %', '6 %', '69 %')
    expect(screen.queryByText(position)).toBeNull()
    expect(await screen.findByText(position, {}, { timeout: 3000 })).toBeTruthy()
  })

  it('is dragged', async () => {
    const page = await renderPhoto()
    pointer('down', 1, 200, 200)
    pointer('move', 1, 202, 201) // a hand trembles
    expect(page.classifier.requests).toHaveLength(1)
    pointer('move', 1, 220, 190)
    expect(part(page)).toEqual([88, 11, 304])
    pointer('up', 1, 220, 190)
    pointer('move', 1, 300, 190)
    await act(async () => page.classifier.last().resolve(fakeClassification()))
    expect(page.classifier.requests).toHaveLength(2)
  })

  it('is pinched: the fingers hold its edges', async () => {
    const page = await renderPhoto()
    pointer('down', 1, 120, 173)
    pointer('down', 2, 320, 173)
    pointer('move', 1, 170, 173)
    // 150 instead of 200 pixels apart, and the middle between them 25 further right
    const [left = 0, top = 0, side = 0] = part(page)
    expect(side).toBe(228)
    expect(left + side / 2).toBeCloseTo(220 + 25, -1)
    expect(top + side / 2).toBeCloseTo(173, -1)
  })

  it('comes to where a person clicks beside it', async () => {
    const page = await renderPhoto()
    const layer = frame().parentElement
    if (!layer) throw new Error('no layer')
    fireEvent.click(layer, { clientX: 10, clientY: 170 })
    expect(part(page)).toEqual([0, 18, 304])
  })

  it('is zoomed by the wheel with Ctrl or with the focus, and else leaves it to the page', async () => {
    const page = await renderPhoto()
    const turn = (options: WheelEventInit) =>
      fireEvent.wheel(frame(), { deltaY: -100, clientX: 220, clientY: 173, ...options })
    expect(turn({})).toBe(true)
    expect(page.classifier.requests).toHaveLength(1)
    expect(turn({ ctrlKey: true })).toBe(false)
    expect(part(page)).toEqual([102, 55, 237])
    frame().focus()
    expect(turn({})).toBe(false)
  })
})

describe('the choices', () => {
  it.each<[string, View]>([
    [en.views.whole, { kind: 'whole' }],
    [en.views.average5, { kind: 'average', crops: 5 }],
    [en.views.average10, { kind: 'average', crops: 10 }],
    [en.views.region, { kind: 'region', region: { left: 68, top: 21, width: 304, height: 304 } }],
  ])('%s is looked at and explained', async (name, view) => {
    const page = await renderPhoto()
    const radio = screen.getByRole('radio', { name })
    await page.user.click(radio)
    expect(wanted(page)).toEqual(view)
    const note = document.getElementById(radio.getAttribute('aria-describedby') ?? '')
    expect(Object.values(en.notes).some((text) => note?.textContent?.startsWith(text))).toBe(true)
  })

  it('go back to the very crop of the tutorial', async () => {
    const page = await renderPhoto()
    await page.user.click(screen.getByRole('radio', { name: en.views.region }))
    await page.user.click(screen.getByRole('button', { name: en.reset }))
    expect(wanted(page)).toEqual({ kind: 'center' })
    expect(screen.queryByRole('button', { name: en.reset })).toBeNull()
  })

  it('make the own part smaller and larger by buttons, for those who can’t pinch', async () => {
    const page = await renderPhoto()
    await page.user.click(screen.getByRole('radio', { name: en.views.region }))
    await act(async () => page.classifier.last().resolve(fakeClassification()))
    await page.user.click(screen.getByRole('button', { name: en.smaller }))
    expect(part(page)[2]).toBe(243)
    await act(async () => page.classifier.last().resolve(fakeClassification()))
    await page.user.click(screen.getByRole('button', { name: en.larger }))
    expect(part(page)[2]).toBe(304)
  })

  it('have no frame to move where all of the photo is seen', async () => {
    const { user } = await renderPhoto()
    await user.click(screen.getByRole('radio', { name: en.views.whole }))
    expect(screen.queryByRole('application')).toBeNull()
    await user.click(screen.getByRole('radio', { name: en.views.average5 }))
    expect(document.querySelectorAll('.seen__part')).toHaveLength(5)
  })

  it('say that a photo could not be looked at that way', async () => {
    const { classifier, user } = await renderPhoto()
    await user.click(screen.getByRole('radio', { name: en.views.whole }))
    await act(async () => classifier.last().reject(new ClassifierError('image-too-large', 'no canvas')))
    expect(screen.getByRole('alert').textContent).toContain(en.failed)
    expect(screen.getByRole('radio', { name: en.views.center })).toHaveProperty('checked', true)
  })
})

it('the former answer stays, marked, and nothing is said until the new one comes', async () => {
  const page = await renderPhoto()
  const before = announced()
  expect(before).not.toBe('')
  const busy = () => page.container.querySelector('.main--updating') !== null
  await page.user.click(screen.getByRole('radio', { name: en.views.whole }))
  expect([busy(), announced()]).toEqual([true, ''])
  expect(screen.getAllByText('Egyptian cat').length).toBeGreaterThan(0)
  await act(async () => page.classifier.last().resolve(fakeClassification()))
  expect([busy(), announced()]).toEqual([false, before])
})

it.each(['ko', 'zh'] as const)('speaks %s', async (language) => {
  await renderPhoto({}, [language])
  expect(screen.getByRole('radio', { name: seenWords[language].views.whole })).toBeTruthy()
  expect(screen.getByRole('application', { name: seenWords[language].frame.name })).toBeTruthy()
})

it('tools that can’t be loaded leave the answer alone', async () => {
  vi.resetModules()
  vi.doMock('./tools.ts', () => {
    throw new Error('offline')
  })
  const { bringFiles, photoFile, renderApp } = await import('../test/render-app.tsx')
  const { classifier } = renderApp()
  bringFiles('drop', [photoFile()])
  await act(async () => classifier.last().resolve(fakeClassification()))
  expect(await screen.findByRole('alert', {}, { timeout: 10_000 })).toBeTruthy()
  expect(screen.getAllByText('Egyptian cat').length).toBeGreaterThan(0)
  vi.doUnmock('./tools.ts')
})
