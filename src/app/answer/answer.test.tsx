// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { Prediction } from '../../classifier/index.ts'
import { fakeClassification, predictions } from '../../photos/test/fake-classifier.ts'
import { findings } from '../test/axe.ts'
import { announced, bringFiles, leaveApp, photoFile, renderApp } from '../test/render-app.tsx'

afterEach(leaveApp)

const beagle: Prediction = { index: 162, classId: 'n02088364', className: 'beagle', probability: 0.31 }

/** Ten breeds of dogs; the first is the beagle. */
const dogs: Prediction[] = Array.from({ length: 10 }, (_, i) =>
  i === 0
    ? beagle
    : {
        index: 151 + 12 * i,
        classId: `n0208836${i}`,
        className: `dog_${i}`,
        probability: 0.65 / 9 - i * 1e-4,
      },
)

const weak: Prediction[] = [{ ...beagle, probability: 0.12 }]

/** The page with an answer, and the groups of classes there. */
async function answer(given: readonly Prediction[], language = 'en') {
  const page = renderApp(undefined, [language])
  await waitFor(() => expect(page.modelStore.getState().hierarchy).not.toBeNull())
  bringFiles('drop', [photoFile()])
  await act(async () => page.classifier.last().resolve(fakeClassification({ predictions: [...given] })))
  return page
}

const title = () =>
  screen.getByRole('heading', { level: 2, name: (_, element) => element.className.includes('answer') })
const entries = () => within(screen.getByRole('list', { name: 'The best answers' })).getAllByRole('button')
const text = (element: Element) => element.textContent?.replaceAll('\u00a0', ' ')

describe('the headline', () => {
  it.each([
    [0.977, '97.7 %, almost certain'],
    [0.7, '70.0 %, likely'],
    [0.4, '40.0 %, a guess'],
  ])('of a class with %d says %s', async (probability, words) => {
    await answer([{ ...beagle, probability }])
    expect(title().textContent).toBe('beagle')
    expect(title().lang).toBe('en')
    expect(document.body.textContent?.replaceAll('\u00a0', ' ')).toContain(words)
    expect(screen.queryByRole('button', { name: 'See all that I know' })).toBeNull()
  })

  it('is the group when no class is likely, in the page and aloud', async () => {
    await answer(dogs)
    expect(title().textContent).toBe('A dog')
    expect(screen.getByText('breed uncertain')).toBeTruthy()
    expect(announced().replaceAll('\u00a0', ' ')).toBe(
      'Best answer: A dog, breed uncertain, dog 96.0 %, best guess beagle 31.0 %.',
    )
  })

  it.each([
    ['ko', '품종은 확실하지 않음', '가장 가까운 추측은'],
    ['zh', '品种不确定', '最接近的猜测是'],
  ])('keeps names English in %s', async (language, note, guess) => {
    await answer(dogs, language)
    expect(title().textContent).toBe('dog')
    expect(title().lang).toBe('en')
    expect(screen.getByText(note)).toBeTruthy()
    expect(document.body.textContent).toContain(guess)
    expect(
      screen
        .getAllByText('beagle')
        .every((element) => element.closest('[lang]')?.getAttribute('lang') === 'en'),
    ).toBe(true)
  })

  it('says that nothing fits, why, what is nearest, and where to see all that it knows', async () => {
    await answer(weak)
    expect(title().textContent).toBe('I don’t recognise this')
    expect(title().lang).toBe('')
    expect(screen.getByText('I know 1000 kinds of things, and none of them fits well.')).toBeTruthy()
    expect(announced().replaceAll('\u00a0', ' ')).toBe(
      'Best answer: none that fits. The nearest is beagle, 12.0 %.',
    )
    expect(screen.getByRole('button', { name: 'See all that I know' })).toBeTruthy()
  })

  it('is the best class while the groups are not there', async () => {
    const page = renderApp()
    bringFiles('drop', [photoFile()])
    expect(page.modelStore.getState().hierarchy).toBeNull()
    const resolve = page.classifier.last().resolve(fakeClassification({ predictions: [...dogs] }))
    await act(async () => resolve)
    // the groups come meanwhile, and then the headline is the group
    await waitFor(() => expect(title().textContent).toBe('A dog'))
  })

  it('explains a name that misleads', async () => {
    await answer([{ index: 517, classId: 'n03126707', className: 'crane', probability: 0.9 }])
    expect(title().textContent).toBe('crane (machine)')
  })

  it.each([
    ['a group', dogs],
    ['nothing that fits', weak],
  ])('has no findings of axe when it says %s', async (_, given) => {
    const { container } = await answer(given)
    expect(await findings(container.querySelector('.panel') ?? container)).toEqual([])
  })
})

describe('the list', () => {
  it('has five entries, ten when asked, and five again', async () => {
    const { user } = await answer(dogs)
    expect(entries()).toHaveLength(5)
    await user.click(screen.getByRole('button', { name: 'Show ten' }))
    expect(entries()).toHaveLength(10)
    await user.click(screen.getByRole('button', { name: 'Show five' }))
    expect(entries()).toHaveLength(5)
  })

  it('offers no more when there is no more', async () => {
    await answer(predictions)
    expect(entries()).toHaveLength(5)
    expect(screen.queryByRole('button', { name: 'Show ten' })).toBeNull()
  })

  it('gives five answers to the clipboard however many it shows', async () => {
    const { user } = await answer(dogs)
    await user.click(screen.getByRole('button', { name: 'Show ten' }))
    await user.click(screen.getByRole('button', { name: 'Copy as JSON' }))
    const copied: { predictions: unknown[] } = JSON.parse(await navigator.clipboard.readText())
    expect(copied.predictions).toHaveLength(5)
  })

  it('has name, id and probability in each entry', async () => {
    await answer(predictions)
    expect(entries().map(text)[0]).toBe('Egyptian catn0212407597.7 %')
  })
})

describe('an entry of the list', () => {
  it('stays pressed after a tap, until the next', async () => {
    const { user } = await answer(predictions)
    const [first, second] = entries()
    if (!first || !second) throw new Error('too few entries')
    await user.click(first)
    expect(first.getAttribute('aria-pressed')).toBe('true')
    await user.click(second)
    expect(entries().map((entry) => entry.getAttribute('aria-pressed'))).toEqual([
      'false',
      'true',
      'false',
      'false',
      'false',
    ])
    await user.click(second)
    expect(second.getAttribute('aria-pressed')).toBe('false')
  })

  it('is not pressed any more when another photo comes', async () => {
    const { classifier, user } = await answer(predictions)
    const [first] = entries()
    if (!first) throw new Error('no entries')
    await user.click(first)
    bringFiles('drop', [photoFile('next.jpg')])
    await act(async () => classifier.last().resolve(fakeClassification()))
    expect(entries().map((entry) => entry.getAttribute('aria-pressed'))).not.toContain('true')
  })

  it('is pressed by Enter too', async () => {
    const { user } = await answer(predictions)
    const [first] = entries()
    first?.focus()
    await user.keyboard('{Enter}')
    expect(first?.getAttribute('aria-pressed')).toBe('true')
  })
})

it('says where a photo was decoded without a canvas, and only there', async () => {
  const page = renderApp()
  bringFiles('drop', [photoFile()])
  await act(async () => page.classifier.last().resolve(fakeClassification({ readBack: 'canvas' })))
  expect(screen.queryByText(/adds noise/)).toBeNull()
  bringFiles('drop', [photoFile()])
  await act(async () => page.classifier.last().resolve(fakeClassification({ readBack: 'decoder' })))
  expect(
    screen.getByText('This browser adds noise to canvases, so the photo was decoded another way.'),
  ).toBeTruthy()
})

it('says that libheif decoded a photo, and what that downloads', async () => {
  const page = renderApp()
  bringFiles('drop', [photoFile()])
  await act(async () => page.classifier.last().resolve(fakeClassification({ readBack: 'libheif' })))
  expect(screen.getByText(/libheif decoded the photo.*1\.5.MB/)).toBeTruthy()
})
