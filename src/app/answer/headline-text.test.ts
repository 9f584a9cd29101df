import { describe, expect, it } from 'vitest'
import { DOG, type Headline, loadHierarchy, type Prediction } from '../../classifier/index.ts'
import { languagePack } from '../language-pack.ts'
import { fullName, headlineText, spokenHeadline } from './headline-text.ts'

const hierarchy = await loadHierarchy()
const group = (name: string) => hierarchy.groups.findIndex((one) => one.name === name)
const beagle: Prediction = { index: 162, classId: 'n02088364', className: 'beagle', probability: 0.31 }
const crane: Prediction = { index: 517, classId: 'n03126707', className: 'crane', probability: 0.6 }

const told = (name: string): Headline => ({
  kind: 'group',
  group: group(name),
  probability: 0.96,
  best: 162,
  bestProbability: 0.31,
})

const spoken = (headline: Headline, best: Prediction, language: 'en' | 'ko' | 'zh' = 'en') => {
  const pack = languagePack(language)
  return spokenHeadline(headlineText(headline, best, hierarchy, pack), pack).replaceAll('\u00a0', ' ')
}

describe('in English', () => {
  it('a class is told with its probability in a number and in words', () =>
    expect(spoken({ kind: 'class', index: 162, probability: 0.31, confidence: 'guess' }, beagle)).toBe(
      'Best answer: beagle, 31.0 %, a guess.',
    ))

  it('a group of dogs is told with its breed uncertain', () =>
    expect(spoken(told('dog'), beagle)).toBe(
      'Best answer: A dog, breed uncertain, dog 96.0 %, best guess beagle 31.0 %.',
    ))

  it.each([
    ['insect', 'An insect'],
    ['ape', 'An ape'],
    ['clothing', 'Clothing'],
    ['ship or boat', 'A ship or boat'],
  ])('the group %s is told as %s', (name, title) =>
    expect(spoken(told(name), beagle)).toContain(`${title}, exact kind uncertain`),
  )

  it('that nothing fits is told with the nearest class', () =>
    expect(spoken({ kind: 'unrecognised', best: 162, bestProbability: 0.12 }, beagle)).toBe(
      'Best answer: none that fits. The nearest is beagle, 12.0 %.',
    ))

  it('a name that misleads is explained', () =>
    expect(spoken({ kind: 'class', index: 517, probability: 0.6, confidence: 'likely' }, crane)).toBe(
      'Best answer: crane (machine), 60.0 %, likely.',
    ))
})

it('in Korean names stay English and need no particle', () =>
  expect(spoken(told('dog'), beagle, 'ko')).toBe(
    '가장 가능성 높은 답: dog, 품종은 확실하지 않음, dog 96.0%, 가장 가까운 추측은 beagle 31.0%.',
  ))

it('in Chinese names stay English', () =>
  expect(spoken(told('dog'), beagle, 'zh')).toContain('dog 96.0%，最接近的猜测是 beagle 31.0%'))

describe('the pieces', () => {
  it('tell names from words, so that names can be marked as English', () => {
    const { detail } = headlineText(told('dog'), beagle, hierarchy, languagePack('zh'))
    expect(detail.filter((piece) => 'name' in piece)).toEqual([{ name: 'dog' }, { name: 'beagle' }])
  })

  it('of domestic cats speak of breeds, of wild cats of kinds', () => {
    const note = (name: string) => headlineText(told(name), beagle, hierarchy, languagePack('en')).note
    expect(note('domestic cat')).toBe('breed uncertain')
    expect(note('gun dog')).toBe('breed uncertain')
    expect(note('wild cat')).toBe('exact kind uncertain')
    expect(hierarchy.groups[group('dog')]?.id).toBe(DOG)
  })
})

it('a full name has no hint while the groups are not there', () =>
  expect(fullName(crane, null)).toBe('crane'))
