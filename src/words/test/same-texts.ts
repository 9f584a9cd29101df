import { describe, expect, it } from 'vitest'

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

/** Tests that a view's words are the same texts in each language, and that all are there. */
export function describeSameTexts<Words>(view: string, languages: Readonly<Record<'en', Words>>): void {
  describe.each(Object.entries(languages))(`the words of ${view} in %s`, (_, words) => {
    it('are the same texts as in English', () => {
      const shape = (of: unknown) => texts(of).map(([path, , parameters]) => `${path} ${parameters}`)
      expect(shape(words).sort()).toEqual(shape(languages.en).sort())
    })

    it('are all there, and use what they are given', () => {
      for (const [path, text, parameters] of texts(words)) {
        expect(text.trim(), path).not.toBe('')
        for (let i = 0; i < parameters; i++) expect(text, path).toContain(`‹${i}›`)
      }
    })
  })
}
