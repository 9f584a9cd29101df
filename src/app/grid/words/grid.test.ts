import { describe, expect, it } from 'vitest'
import { gridWords } from './index.ts'

/** Every text with its path; what takes parameters is given ‹0›, ‹1›, ... */
function texts(value: unknown, path = ''): [path: string, text: string, parameters: number][] {
  if (typeof value === 'string') return [[path, value, 0]]
  if (typeof value === 'function') {
    const given = Array.from({ length: value.length }, (_, i) => `‹${i}›`)
    return [[path, String(value(...given)), value.length]]
  }
  if (typeof value !== 'object' || value === null) throw new Error(`${path} is no text`)
  return Object.entries(value).flatMap(([key, child]) => texts(child, `${path}/${key}`))
}

describe.each(Object.entries(gridWords))('the words of the grid in %s', (_, words) => {
  it('are the same texts as in English', () => {
    const shape = (of: unknown) => texts(of).map(([path, , parameters]) => `${path} ${parameters}`)
    expect(shape(words).sort()).toEqual(shape(gridWords.en).sort())
  })

  it('are all there, and use what they are given', () => {
    for (const [path, text, parameters] of texts(words)) {
      expect(text.trim(), path).not.toBe('')
      for (let i = 0; i < parameters; i++) expect(text, path).toContain(`‹${i}›`)
    }
  })
})
