/** The answer by groups: the best classes below their groups, and what is left of each group in one sum. */
import {
  type ClassLabel,
  groupProbabilities,
  groupsAbove,
  type Hierarchy,
  type Prediction,
} from '../../classifier/index.ts'
import { fullName } from '../answer/headline-text.ts'
import type { TreeNode } from './rows.ts'

/** A class that has less is left to the sum of the others. */
const LEAST = 0.001

/** `words` for that many classes that are not listed. */
type Others = (count: number) => string

const byProbability = (a: TreeNode, b: TreeNode) => (b.probability ?? 0) - (a.probability ?? 0)

/** The sum of what the groups have. */
function total(values: ArrayLike<number>, groups: readonly number[]): number {
  return groups.reduce((sum, group) => sum + (values[group] ?? 0), 0)
}

/**
 * The predictions in their groups, by falling probability. In each group, and above all, the listed nodes and the others
 * sum to the whole.
 */
export function groupTree(
  predictions: readonly Prediction[],
  probabilities: ArrayLike<number>,
  hierarchy: Hierarchy,
  others: Others,
): TreeNode[] {
  const { groups, roots, groupOfClass } = hierarchy
  const sums = groupProbabilities(hierarchy, probabilities)
  /** How many classes each group holds. */
  const counts = groupProbabilities(hierarchy, new Float64Array(groupOfClass.length).fill(1))
  const listed = predictions.filter(({ probability }, i) => i === 0 || probability >= LEAST)
  const onTheWay = new Set(listed.flatMap(({ index }) => groupsAbove(hierarchy, index)))

  function withOthers(id: string, children: TreeNode[], probability: number, classes: number): TreeNode[] {
    const rest = children.reduce((left, child) => left - (child.probability ?? 0), probability)
    const sorted = children.toSorted(byProbability)
    if (classes === 0) return sorted
    const words = others(classes)
    return [...sorted, { id: `${id}-others`, name: '', words, probability: Math.max(rest, 0), children: [] }]
  }

  function groupNode(group: number): TreeNode {
    const { id = '', name = '', groups: inside = [] } = groups[group] ?? {}
    const below = inside.filter((child) => onTheWay.has(child))
    const own = listed.filter(({ index }) => groupOfClass[index] === group)
    const left = total(counts, [group]) - total(counts, below) - own.length
    const children = [...below.map(groupNode), ...own.map(classNode)]
    const probability = sums[group] ?? 0
    return { id, name, probability, children: withOthers(id, children, probability, left) }
  }

  const classNode = (prediction: Prediction): TreeNode => ({
    id: prediction.classId,
    name: fullName(prediction, hierarchy),
    detail: prediction.classId,
    probability: prediction.probability,
    classIndex: prediction.index,
    children: [],
  })

  const shown = roots.filter((root) => onTheWay.has(root))
  const left = groupOfClass.length - total(counts, shown)
  return withOthers('all', shown.map(groupNode), total(sums, roots), left)
}

/** Ids of the groups on the way to a class: what is open at first. */
export function pathTo(hierarchy: Hierarchy, classIndex: number): string[] {
  return groupsAbove(hierarchy, classIndex).map((group) => hierarchy.groups[group]?.id ?? '')
}

/** All classes in their groups, those of `matches` only where it is given. */
export function wholeTree(
  hierarchy: Hierarchy,
  classes: readonly ClassLabel[],
  details: readonly string[],
  probabilities: ArrayLike<number>,
  matches: (index: number) => boolean,
): TreeNode[] {
  const { groups, roots } = hierarchy
  const sums = groupProbabilities(hierarchy, probabilities)
  const groupNode = (group: number): TreeNode[] => {
    const { id = '', name = '', groups: inside = [], classes: own = [] } = groups[group] ?? {}
    const leaves = own.filter(matches).map((index): TreeNode => {
      const label = classes[index]
      const name = fullName({ index, className: label?.name ?? '' }, hierarchy)
      const detail = details[index]
      return {
        id: label?.id ?? String(index),
        name,
        ...(detail ? { detail } : {}),
        probability: probabilities[index] ?? 0,
        classIndex: index,
        children: [],
      }
    })
    const children = [...inside.flatMap(groupNode), ...leaves]
    return children.length === 0 ? [] : [{ id, name, probability: sums[group] ?? 0, children }]
  }
  return roots.flatMap(groupNode)
}
