import { describe, expect, it, test } from 'vitest'
import {
  CAT,
  classesWithin,
  DOG,
  groupProbabilities,
  groupsAbove,
  type Hierarchy,
  isWithin,
  loadHierarchy,
  parseHierarchy,
  THING,
} from './hierarchy.ts'

const hierarchy = await loadHierarchy()
const { groups, groupOfClass, roots, hints } = hierarchy

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** The names of the groups above a class, the narrowest first. */
const chain = (index: number) => groupsAbove(hierarchy, index).map((group) => groups[group]?.name)

/** All classes below a group, its own included. */
function below(group: number): number[] {
  const { groups: inner = [], classes = [] } = groups[group] ?? {}
  return [...classes, ...inner.flatMap(below)].sort((a, b) => a - b)
}

describe('the hierarchy of ImageNet', () => {
  it('has a chain to a root for each of the 1000 classes', () => {
    expect(groupOfClass).toHaveLength(1000)
    for (const index of range(0, 999)) expect(roots).toContain(groupsAbove(hierarchy, index).at(-1))
  })

  it('begins with seven roots', () =>
    expect(roots.map((root) => groups[root]?.name)).toEqual([
      'animal',
      'thing',
      'food',
      'plant',
      'landscape',
      'person',
      'fungus',
    ]))

  it('has dogs at 151 to 268', () => expect(classesWithin(hierarchy, DOG)).toEqual(range(151, 268)))
  it('has domestic cats at 281 to 285', () => expect(classesWithin(hierarchy, CAT)).toEqual(range(281, 285)))
  it('has animals at 0 to 397', () => expect(classesWithin(hierarchy, 'n00015388')).toEqual(range(0, 397)))

  it.each([
    [285, ['domestic cat', 'feline', 'carnivore', 'mammal', 'animal']],
    [207, ['retriever', 'gun dog', 'hunting dog', 'dog', 'canine', 'carnivore', 'mammal', 'animal']],
    [1, ['fish', 'animal']],
    [436, ['car', 'motor vehicle', 'wheeled vehicle', 'vehicle', 'thing']],
    [705, ['railway car', 'wheeled vehicle', 'vehicle', 'thing']],
    [954, ['fruit', 'fruit or vegetable', 'food']],
    [985, ['flower', 'plant']],
    [971, ['thing']],
    [982, ['person']],
  ])('puts class %d where people would', (index, names) => expect(chain(index)).toEqual(names))

  it('tells the two cranes apart', () => {
    expect(chain(134)).toEqual(['wading bird', 'water bird', 'bird', 'animal'])
    expect(chain(517)).toEqual(['thing'])
    expect([hints.get(134), hints.get(517)]).toEqual(['bird', 'machine'])
  })

  it('tells the two maillots apart', () => {
    expect(chain(638)).toEqual(['hosiery', 'clothing', 'thing'])
    expect(chain(639)).toEqual(['swimsuit', 'garment', 'clothing', 'thing'])
    expect([hints.get(638), hints.get(639)]).toEqual(['tights', 'swimsuit'])
  })

  it('has no group that says no more than a class or than another group', () => {
    const seen = new Set<string>()
    for (const group of groups.keys()) {
      const classes = below(group)
      expect(classes.length, groups[group]?.name).toBeGreaterThanOrEqual(2)
      expect(seen, groups[group]?.name).not.toContain(classes.join())
      seen.add(classes.join())
    }
  })

  it('has readable names and ids that are unlike', () => {
    expect(new Set(groups.map(({ id }) => id)).size).toBe(groups.length)
    for (const { id, name } of groups) {
      expect(id).toMatch(/^n\d{8}$/)
      expect(name).toMatch(/^[A-Z]?[a-z]+([ -][a-z]+)*$|^(Old|New) World monkey$|^Swiss mountain dog$/)
    }
    expect(groups.filter(({ mass }) => mass).map(({ name }) => name)).toContain('clothing')
  })
})

describe('probabilities of groups', () => {
  it('are those of the classes below', () => {
    const probabilities = Float64Array.from({ length: 1000 }, (_, i) => (i * 7919) % 997)
    const sums = groupProbabilities(hierarchy, probabilities)
    for (const group of groups.keys()) {
      const expected = below(group).reduce((sum, index) => sum + (probabilities[index] ?? 0), 0)
      expect(sums[group]).toBeCloseTo(expected, 6)
    }
  })

  it('sum to 1 over the roots', () => {
    const raw = Float64Array.from({ length: 1000 }, (_, i) => Math.exp(Math.sin(i) * 5))
    const whole = raw.reduce((a, b) => a + b)
    const sums = groupProbabilities(
      hierarchy,
      raw.map((p) => p / whole),
    )
    expect(roots.reduce((sum, root) => sum + (sums[root] ?? 0), 0)).toBeCloseTo(1, 12)
  })
})

test('a group is within itself and what lies above, and in nothing else', () => {
  const dog = groups.findIndex(({ id }) => id === DOG)
  expect(isWithin(hierarchy, dog, DOG)).toBe(true)
  expect(isWithin(hierarchy, dog, 'n00015388')).toBe(true)
  expect(isWithin(hierarchy, dog, CAT)).toBe(false)
  expect(isWithin(hierarchy, dog, THING)).toBe(false)
})

describe('reading', () => {
  const small = {
    groups: [
      ['n00000001', 'animal', -1],
      ['n00000002', 'clothing', 0, 'mass'],
    ],
    classes: [1, 0],
    hints: { 1: 'bird' },
  }

  it('turns the lists into a tree', () => {
    const expected: Hierarchy = {
      groups: [
        { id: 'n00000001', name: 'animal', mass: false, parent: null, groups: [1], classes: [1] },
        { id: 'n00000002', name: 'clothing', mass: true, parent: 0, groups: [], classes: [0] },
      ],
      roots: [0],
      groupOfClass: [1, 0],
      hints: new Map([[1, 'bird']]),
    }
    expect(parseHierarchy(small)).toEqual(expected)
  })

  it.each([
    ['no object', 'animal'],
    ['no lists', {}],
    ['a group without a name', { ...small, groups: [['n00000001', 5, -1]] }],
    ['a group before its parent', { ...small, groups: [['n00000001', 'animal', 1], small.groups[1]] }],
    ['a group that is its own parent', { ...small, groups: [['n00000001', 'animal', 0]] }],
    ['an unknown mark', { ...small, groups: [['n00000001', 'animal', -1, 'many']] }],
    ['a class in no group', { ...small, classes: [2] }],
    ['a hint for no class', { ...small, hints: { 7: 'bird' } }],
    ['a hint that is no text', { ...small, hints: { 1: 2 } }],
  ])('refuses %s', (_, json) => expect(() => parseHierarchy(json)).toThrow(TypeError))
})
