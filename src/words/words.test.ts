import { describe, expect, it } from 'vitest'
import { languages } from './index.ts'

/** The paths of all texts, and how many parameters each takes. */
function shape(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return [`${path}${value.trim() === '' ? ' is empty' : ''}`]
  if (typeof value === 'function') return [path]
  if (typeof value !== 'object' || value === null) return [`${path} is no text`]
  return Object.entries(value).flatMap(([key, child]) => shape(child, `${path}/${key}`))
}

describe('a translation', () => {
  const english = languages.find(({ id }) => id === 'en')

  it.each(languages)('into $name has every text and no other', ({ words }) =>
    expect(shape(words).sort()).toEqual(shape(english?.words).sort()),
  )

  it.each(languages)('into $name uses what it is given', ({ words }) => {
    expect(words.model.progress('1', '2', '50')).toMatch(/(?=.*1)(?=.*2)(?=.*50)/)
    expect(words.announce.done('tabby')).toContain('tabby')
    expect(words.answer.sure('68.6', words.answer.confidence.likely)).toMatch(/68\.6.+/)
    expect(words.answer.group('dog', false)).toMatch(/dog/)
    expect(words.answer.nearest('12').join('beagle')).toMatch(/beagle.*12/)
    expect(words.photo.size('440', '346')).toMatch(/440.*346/)
  })
})
