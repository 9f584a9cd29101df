import { expect, test } from 'vitest'
import { parseClassIndex } from './class-index.ts'

test('reads ids and names in the order of the outputs', () => {
  expect(parseClassIndex({ 1: ['n01443537', 'goldfish'], 0: ['n01440764', 'tench'] }, 2)).toEqual([
    { id: 'n01440764', name: 'tench' },
    { id: 'n01443537', name: 'goldfish' },
  ])
})

test.each([
  ['no object', null],
  ['a class too few', { 0: ['n01440764', 'tench'] }],
  ['a gap', { 0: ['n01440764', 'tench'], 2: ['n01443537', 'goldfish'] }],
  ['an id that is none', { 0: ['n01440764', 'tench'], 1: ['goldfish', 'n01443537'] }],
  ['an entry that is no pair', { 0: ['n01440764', 'tench'], 1: 'goldfish' }],
])('refuses %s', (_, json) => {
  expect(() => parseClassIndex(json, 2)).toThrow(TypeError)
})
