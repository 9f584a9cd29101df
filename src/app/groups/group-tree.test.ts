import { describe, expect, it } from 'vitest'
import { loadHierarchy, type Prediction } from '../../classifier/index.ts'
import { classes, fakeProbabilities, predictions } from '../../photos/test/fake-classifier.ts'
import { groupTree, pathTo, wholeTree } from './group-tree.ts'
import type { TreeNode } from './rows.ts'

const hierarchy = await loadHierarchy()
const others = (count: number) => `${count} others`
const answered = (given: readonly Prediction[]) =>
  groupTree(given, fakeProbabilities(given), hierarchy, others)

/** A node and all below it. */
const all = (nodes: readonly TreeNode[]): TreeNode[] => nodes.flatMap((node) => [node, ...all(node.children)])

describe('the tree of an answer', () => {
  const tree = answered(predictions)

  it('begins with the roots of the best classes, by falling probability, and the others', () =>
    expect(tree.map(({ name, words }) => words ?? name)).toEqual(['animal', '602 others']))

  it('sums to the whole, and in each group to the group', () => {
    const sum = (nodes: readonly TreeNode[]) =>
      nodes.reduce((total, { probability = 0 }) => total + probability, 0)
    expect(sum(tree)).toBeCloseTo(1, 5)
    for (const { children, probability = 0 } of all(tree))
      if (children.length > 0) expect(sum(children)).toBeCloseTo(probability, 5)
  })

  it('leads to the best class by its groups', () => {
    const names: string[] = []
    for (let nodes = tree; nodes.length > 0; nodes = nodes[0]?.children ?? [])
      names.push(nodes[0]?.name ?? '')
    expect(names).toEqual(['animal', 'mammal', 'carnivore', 'feline', 'domestic cat', 'Egyptian cat'])
  })

  it('counts every class once', () => {
    const leaves = all(tree).filter(({ children }) => children.length === 0)
    const counted = leaves.map(({ words }) => (words === undefined ? 1 : Number.parseInt(words, 10)))
    expect(counted.reduce((a, b) => a + b)).toBe(1000)
  })

  it('leaves out what has less than a thousandth, but never the best', () => {
    const leaves = (given: readonly Prediction[]) =>
      all(answered(given)).filter(({ classIndex }) => classIndex !== undefined)
    expect(leaves(predictions).map(({ name }) => name)).not.toContain('window screen')
    const weak = predictions.slice(0, 2).map((prediction) => ({ ...prediction, probability: 0.0005 }))
    expect(leaves(weak).map(({ name }) => name)).toEqual(['Egyptian cat'])
  })

  it('has ids that are unlike', () => {
    const ids = all(tree).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

it('the path to a class is its groups', () =>
  expect(pathTo(hierarchy, 285)).toEqual(['n02121808', 'n02120997', 'n02075296', 'n01861778', 'n00015388']))

describe('the tree of all classes', () => {
  const probabilities = fakeProbabilities()
  const details = classes.map(() => '')

  it('has all 1000', () => {
    const tree = wholeTree(hierarchy, classes, details, probabilities, () => true)
    expect(all(tree).filter(({ classIndex }) => classIndex !== undefined)).toHaveLength(1000)
    expect(tree).toHaveLength(7)
  })

  it('has only the groups of those that match, with the whole groups’ probabilities', () => {
    const tree = wholeTree(hierarchy, classes, details, probabilities, (index) => index === 285)
    expect(all(tree).map(({ name }) => name)).toEqual([
      'animal',
      'mammal',
      'carnivore',
      'feline',
      'domestic cat',
      'Egyptian cat',
    ])
    expect(all(tree)[4]?.probability).toBeGreaterThan(0.99)
  })

  it('is empty where nothing matches', () =>
    expect(wholeTree(hierarchy, classes, details, probabilities, () => false)).toEqual([]))
})
