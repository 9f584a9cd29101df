// @vitest-environment jsdom
import { screen, within } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { classes, fakeClassification, ready } from '../../photos/test/fake-classifier.ts'
import { seenWords } from '../crop/words/index.ts'
import { lookWithPeak } from '../test/answered-photo.ts'
import { leaveApp, openView } from '../test/render-app.tsx'
import { differenceColor } from '../why/color-map.ts'

const { en } = seenWords
const words = en.compare

// A first load takes its time on a busy machine.
beforeAll(() => import('./Compare.tsx'))
afterEach(leaveApp)

const first = () => screen.getByRole('combobox', { name: words.first })
const second = () => screen.getByRole('combobox', { name: words.second })
const values = () => [first(), second()].map((input) => input.getAttribute('value'))

const CAT = 'Egyptian cat, n02124075'
const TABBY = 'tabby, n02123045'

const maps = (panel: HTMLElement) =>
  within(panel)
    .getAllByRole('img')
    .map((map) => map.getAttribute('aria-label'))

describe('two classes', () => {
  it('are at first the two best answers', async () => {
    const { panel } = await openView('Compare')
    expect(values()).toEqual([CAT, TABBY])
    expect(maps(panel)).toEqual([
      en.why.map('Egyptian cat'),
      en.why.map('tabby'),
      words.differenceNote('Egyptian cat', 'tabby'),
    ])
  })

  it('are told apart by how much likelier the one is, and their scores', async () => {
    await openView('Compare')
    // 0.97702 / 0.0151 = 64.7, and e to the 4.2
    expect(
      screen.getByText(`${words.likelier('Egyptian cat', 'tabby', '64.7')} ${words.scores('4.2')}`),
    ).toBeTruthy()
  })

  it('of an average have no scores', async () => {
    const look = lookWithPeak(285, [0, 0])
    await openView('Compare', fakeClassification({ looks: [look, look] }))
    expect(screen.getByText(words.likelier('Egyptian cat', 'tabby', '64.7'))).toBeTruthy()
    expect(screen.getByText(words.scaleAverage)).toBeTruthy()
  })

  it('that are as likely as each other are said to be', async () => {
    const even = (index: number) => ({ ...prediction(index), probability: 0.5 })
    await openView('Compare', fakeClassification({ predictions: [even(281), even(285)] }))
    expect(screen.getByText(new RegExp(words.equallyLikely('tabby', 'Egyptian cat')))).toBeTruthy()
  })

  it('are swapped', async () => {
    const { user } = await openView('Compare')
    await user.click(screen.getByRole('button', { name: words.swap }))
    expect(values()).toEqual([TABBY, CAT])
    expect(screen.getByText(new RegExp(words.likelier('Egyptian cat', 'tabby', '64.7')))).toBeTruthy()
  })

  it('are any of the thousand, found by name', async () => {
    const { panel, user } = await openView('Compare')
    await user.click(second())
    await user.keyboard('class_7')
    expect(second()).toHaveProperty('value', 'class_7')
    await user.tab()
    expect(values()[1]).toBe(optionOf(7))
    expect(maps(panel)[1]).toBe(en.why.map('class 7'))
    const [list] = panel.getElementsByTagName('datalist')
    expect(list?.children).toHaveLength(1000)
    expect(second().getAttribute('list')).toBe(list?.id)
  })

  it('stay when a name is none', async () => {
    const { user } = await openView('Compare')
    await user.click(first())
    await user.keyboard('unicorn')
    expect(screen.getByText(words.unknown)).toBeTruthy()
    await user.tab()
    expect(values()[0]).toBe(CAT)
  })

  it('must not be the same', async () => {
    const { user } = await openView('Compare')
    await user.click(second())
    await user.keyboard('Egyptian cat')
    expect(screen.getByText(words.same)).toBeTruthy()
  })
})

it('the difference is blue where the first has more, and orange where the second has', async () => {
  const look = lookWithPeak(285, [1, 1])
  look.maps.values[281 * 49 + 5 * 7 + 5] = 10
  const { panel, putImageData } = await openView('Compare', fakeClassification({ looks: [look] }))
  const { width, height } = panel.querySelectorAll('canvas')[2] ?? { width: 0, height: 0 }
  const pixels: Uint8ClampedArray = putImageData.mock.lastCall?.[0].data
  const at = (cell: number) => {
    const x = Math.floor(((68 + (304 * (cell + 0.5)) / 7) / 440) * width)
    const y = Math.floor(((21 + (304 * (cell + 0.5)) / 7) / 346) * height)
    return [...pixels.slice((y * width + x) * 4, (y * width + x) * 4 + 3)]
  }
  expect(at(1)).toEqual(differenceColor(0))
  expect(at(3)).toEqual(differenceColor(0.5))
  expect(at(5)).toEqual(differenceColor(1))
})

describe('easily confused', () => {
  const similar = [282, 281, 287, 904, 7]

  async function openWithSimilar() {
    if (ready.status !== 'ready') throw new Error('not ready')
    const known = classes.map((label, index) => (index === 285 ? { ...label, similar } : label))
    const page = await openView('Compare', fakeClassification(), ['en'], { ...ready, classes: known })
    const section = within(screen.getByRole('region', { name: words.similar('Egyptian cat') }))
    return { ...page, section }
  }

  it('are the five nearest classes, each with its probability for this photo', async () => {
    const { section } = await openWithSimilar()
    expect(section.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'tiger cat 0.6\u00a0%',
      'tabby 1.5\u00a0%',
      'lynx 0.1\u00a0%',
      'window screen <\u00a00.1\u00a0%',
      'class 7 <\u00a00.1\u00a0%',
    ])
  })

  it('are compared with at a press', async () => {
    const { section, user } = await openWithSimilar()
    await user.click(section.getByRole('button', { name: /^lynx/ }))
    expect(values()).toEqual([CAT, 'lynx, n02127052'])
  })

  it('are left out where they are not known', async () => {
    await openView('Compare')
    expect(screen.queryByRole('region', { name: words.similar('Egyptian cat') })).toBeNull()
  })
})

it.each(['ko', 'zh'] as const)('speaks %s', async (language) => {
  const tab = { ko: '비교', zh: '比较' }[language]
  await openView(tab, fakeClassification(), [language])
  expect(screen.getByText(seenWords[language].compare.lead)).toBeTruthy()
})

function prediction(index: number) {
  const { id, name } = classes[index] ?? { id: '', name: '' }
  return { index, classId: id, className: name, probability: 0 }
}

function optionOf(index: number): string {
  return `class ${index}, ${classes[index]?.id}`
}
