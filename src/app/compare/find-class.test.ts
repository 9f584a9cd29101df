import { expect, it } from 'vitest'
import { findClass, optionText } from './find-class.ts'

const classes = [
  { id: 'n02012849', name: 'crane' },
  { id: 'n02124075', name: 'Egyptian_cat' },
  { id: 'n03126707', name: 'crane' },
]

it.each([
  ['crane, n03126707', 2],
  ['Egyptian cat', 1],
  ['  egyptian CAT ', 1],
  ['Egyptian_cat', 1],
  ['n02012849', 0],
  ['crane', undefined],
  ['cat', undefined],
  ['', undefined],
])('%s means %s', (text, index) => {
  expect(findClass(text, classes)).toBe(index)
})

it('finds each entry of the list', () => {
  expect(classes.map((label) => findClass(optionText(label), classes))).toEqual([0, 1, 2])
})
