import { describe, expect, it } from 'vitest'
import { type ClassLabel, loadHierarchy } from '../../classifier/index.ts'
import { findClasses, searchTexts } from './search.ts'
import synonyms from './synonyms.json'

const hierarchy = await loadHierarchy()
const classes: ClassLabel[] = Array.from({ length: 1000 }, (_, index) => ({
  id: `n${String(index).padStart(8, '0')}`,
  name: index === 285 ? 'Egyptian_cat' : index === 134 || index === 517 ? 'crane' : `class_${index}`,
}))
const texts = searchTexts(classes, hierarchy, synonyms)
const find = (query: string) => [...findClasses(texts, query)]

describe('the search', () => {
  it('finds all for nothing', () => expect(find('  ')).toHaveLength(1000))
  it('finds by name, whatever the case', () => expect(find('EGYPTIAN')).toEqual([285]))
  it('finds by the hint that tells names apart', () => expect(find('crane machine')).toEqual([517]))
  it('finds by another name', () => expect(find('polar bear')).toEqual([296]))
  it('finds by the systematic name', () => expect(find('Tinca')).toEqual([0]))
  it('finds a whole group', () => expect(find('domestic cat')).toEqual([281, 282, 283, 284, 285]))
  it('finds by id', () => expect(find('n00000285')).toEqual([285]))
  it('looks at the beginnings of words only', () => expect(find('gyptian')).toEqual([]))
  it('wants all words', () => expect(find('egyptian dog')).toEqual([]))
  it('finds nothing where nothing is', () => expect(find('spaceship zebra')).toEqual([]))
})

it('there are other names for each of the 1000 classes, or none', () => {
  expect(synonyms).toHaveLength(1000)
  expect(synonyms[1]).toBe('Carassius auratus')
})
