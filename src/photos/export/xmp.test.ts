// @vitest-environment jsdom
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupsAbove, loadHierarchy } from '../../classifier/index.ts'
import { groupNames } from './group-names.ts'
import { answeredRow, anyAnswered, NASTY_NAMES } from './test/rows.ts'
import { keywords, xmpSidecar } from './xmp.ts'

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'

/** The items of each property, as an XML parser reads them. */
function readBack(xml: string): Record<string, string[]> {
  const document = new DOMParser().parseFromString(xml, 'application/xml')
  expect(document.querySelector('parsererror')).toBeNull()
  const [description] = document.getElementsByTagNameNS(RDF, 'Description')
  return Object.fromEntries(
    Array.from(description?.children ?? [], (property) => [
      `${property.namespaceURI}${property.localName}`,
      Array.from(property.getElementsByTagNameNS(RDF, 'li'), ({ textContent }) => textContent),
    ]),
  )
}

/** What XML can't hold. */
const writable = (text: string) =>
  text.toWellFormed().replaceAll(/[^\t\n\r\u{20}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')

describe('a sidecar', () => {
  test('has words, and the hierarchies of Lightroom and digiKam', () => {
    expect(readBack(xmpSidecar(answeredRow('cat.jpg')))).toEqual({
      'http://purl.org/dc/elements/1.1/subject': ['animal', 'carnivore', 'cat', 'Egyptian cat'],
      'http://ns.adobe.com/lightroom/1.0/hierarchicalSubject': [
        ...['animal', 'animal|carnivore', 'animal|carnivore|cat', 'animal|carnivore|cat|Egyptian cat'],
      ],
      'http://www.digikam.org/ns/1.0/TagsList': [
        ...['animal', 'animal/carnivore', 'animal/carnivore/cat', 'animal/carnivore/cat/Egyptian cat'],
      ],
    })
  })

  test('leaves out the class of which the answer is not sure', () => {
    expect(keywords(answeredRow('', { sure: 'group' }))).toEqual(['animal', 'carnivore', 'cat'])
    expect(keywords(answeredRow('', { sure: 'unrecognised' }))).toEqual([])
    expect(readBack(xmpSidecar(answeredRow('', { sure: 'unrecognised' })))).toMatchObject({
      'http://purl.org/dc/elements/1.1/subject': [],
    })
  })

  test('keeps a separator in a word from making two of it', () => {
    const items = Object.values(readBack(xmpSidecar(answeredRow('', { groups: ['a|b/c'], sure: 'group' }))))
    expect(items).toEqual([['a|b/c'], ['a-b/c'], ['a|b-c']])
  })

  test.each(NASTY_NAMES)('gives the word %j back', (word) => {
    const [subject] = Object.values(readBack(xmpSidecar(answeredRow('', { groups: [word], sure: 'group' }))))
    expect(subject).toEqual([word])
  })

  test('is XML whatever the words, and gives them back', () => {
    fc.assert(
      fc.property(anyAnswered, (row) => {
        const words = keywords(row).map(writable)
        const [subject, lightroom, digikam] = Object.values(readBack(xmpSidecar(row)))
        expect(subject?.toSorted()).toEqual([...new Set(keywords(row))].map(writable).toSorted())
        expect([lightroom?.length, digikam?.length]).toEqual([words.length, words.length])
        const last = words.map((word) => word.replaceAll('|', '-')).join('|')
        if (words.length > 0) expect(lightroom?.at(-1)).toBe(last)
      }),
    )
  })
})

test('the groups of a class come from the hierarchy, the widest first, without “thing”', async () => {
  const hierarchy = await loadHierarchy()
  const all = hierarchy.groupOfClass.map((_, index) => groupNames(hierarchy, groupsAbove(hierarchy, index)))
  expect(all[285]?.[0]).toBe('animal')
  expect(all[285]?.at(-1)).toBe('domestic cat')
  expect(all.flat()).not.toContain('thing')
  expect(all.flat().filter((name) => /[|/]/.test(name))).toEqual([])
})
