// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest'
import { drawPicture, type PictureTheme, wrap } from './picture.ts'
import type { Summary } from './summary.ts'

/** A font in which every character is ten pixels wide. */
const ten = (text: string) => text.length * 10

describe('wrapping', () => {
  it.each([
    ['Egyptian cat', 200, ['Egyptian cat']],
    ['Egyptian cat', 100, ['Egyptian', 'cat']],
    ['a b c d', 30, ['a b', 'c d']],
    ['알수없는사진', 30, ['알수없', '는사진']],
    ['go Donaudampfschiff', 60, ['go', 'Donaud', 'ampfsc', 'hiff']],
    ['', 100, []],
  ])('%j to %i pixels', (text, width, lines) => expect(wrap(ten, text, width)).toEqual(lines))
})

const theme: PictureTheme = {
  paper: 'paper',
  table: 'table',
  track: 'track',
  ink: 'ink',
  muted: 'muted',
  accent: 'accent',
  titleFont: 'Title',
  textFont: 'Text',
}

const summary: Summary = {
  title: 'Egyptian cat',
  lines: ['97.7 %, almost certain'],
  rows: [
    { name: 'Egyptian cat', classId: 'n02124075', share: 0.977, probability: '97.7 %' },
    { name: 'tabby', classId: 'n02123045', share: 0.00001, probability: '< 0.1 %' },
  ],
  footer: 'cat.jpg, 21 November 2026',
}

/** A canvas that remembers what was drawn on it, and in which colour. */
function paper() {
  const drawn: unknown[][] = []
  const context = {
    fillStyle: '',
    globalAlpha: 1,
    measureText: (text: string) => ({ width: ten(text) }),
    fillRect: (...area: number[]) => drawn.push(['rect', context.fillStyle, ...area]),
    fillText: (text: string) => drawn.push(['text', context.fillStyle, text]),
    drawImage: (image: unknown, ...area: number[]) =>
      drawn.push(['image', image, context.globalAlpha, ...area]),
  }
  const canvas = document.createElement('canvas')
  vi.spyOn(canvas, 'getContext').mockReturnValue(context as unknown as null)
  return { canvas, drawn }
}

// stand-ins that are only handed on
const image = document.createElement('img')
const map = document.createElement('canvas')

describe('the picture', () => {
  it('has the photo as wide as the margins leave, then the answer in the theme’s colours', () => {
    const { canvas, drawn } = paper()
    drawPicture(canvas, { image, width: 400, height: 300 }, summary, theme)
    expect(canvas.width).toBe(1200)
    expect(drawn[0]).toEqual(['rect', 'paper', 0, 0, 1200, canvas.height])
    expect(drawn).toContainEqual(['image', image, 1, 64, 64, 1072, 804])
    const texts = drawn.filter(([kind]) => kind === 'text')
    expect(texts).toEqual([
      ['text', 'ink', 'Egyptian cat'],
      ['text', 'accent', '97.7 %, almost certain'],
      ['text', 'ink', '97.7 %'],
      ['text', 'ink', 'Egyptian cat'],
      ['text', 'ink', '< 0.1 %'],
      ['text', 'ink', 'tabby'],
      ['text', 'muted', 'cat.jpg, 21 November 2026'],
    ])
  })

  it('has bars to scale, and of a class with next to nothing a trace', () => {
    const { canvas, drawn } = paper()
    drawPicture(canvas, { image, width: 400, height: 300 }, summary, theme)
    const bars = drawn.filter(([kind, color]) => kind === 'rect' && color === 'accent')
    expect(bars.map(([, , , , width]) => width)).toEqual([1072 * 0.977, 3])
  })

  it('keeps a tall photo low, in the middle', () => {
    const { canvas, drawn } = paper()
    drawPicture(canvas, { image, width: 300, height: 900 }, summary, theme)
    expect(drawn).toContainEqual(['image', image, 1, 450, 64, 300, 900])
  })

  it('lays the map over the photo and names it', () => {
    const { canvas, drawn } = paper()
    const over = { image: map, opacity: 0.65, title: 'In colour: cat' }
    drawPicture(canvas, { image, width: 400, height: 300, map: over }, summary, theme)
    const images = drawn.filter(([kind]) => kind === 'image')
    expect(images).toEqual([
      ['image', image, 1, 64, 64, 1072, 804],
      ['image', map, 0.65, 64, 64, 1072, 804],
    ])
    expect(drawn).toContainEqual(['text', 'muted', 'In colour: cat'])
  })

  it('grows with a long headline', () => {
    const short = paper()
    drawPicture(short.canvas, { image, width: 400, height: 300 }, summary, theme)
    const long = paper()
    drawPicture(
      long.canvas,
      { image, width: 400, height: 300 },
      { ...summary, title: 'a very long name '.repeat(10).trim() },
      theme,
    )
    expect(long.canvas.height).toBe(short.canvas.height + 92)
  })
})
