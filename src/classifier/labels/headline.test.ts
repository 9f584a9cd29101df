import { describe, expect, it } from 'vitest'
import { confidenceOf, headline, likelyGroup, THRESHOLDS } from './headline.ts'
import { groupProbabilities, groupsAbove, loadHierarchy, THING } from './hierarchy.ts'
import { softmax } from './softmax.ts'

const hierarchy = await loadHierarchy()
const { groups } = hierarchy

/** Probabilities of 1000 classes: those given, and the rest in equal parts over the classes of `others`. */
function spread(given: Record<number, number>, others: number[]): Float64Array {
  const probabilities = new Float64Array(1000)
  const rest = 1 - Object.values(given).reduce((a, b) => a + b, 0)
  for (const index of others) probabilities[index] = rest / others.length
  for (const [index, probability] of Object.entries(given)) probabilities[Number(index)] = probability
  return probabilities
}

const dogs = Array.from({ length: 118 }, (_, i) => 151 + i)
const objects = Array.from({ length: 500 }, (_, i) => 400 + i)
const nameOf = (group: number) => groups[group]?.name

describe('a headline', () => {
  it.each([
    [0.977, 'certain'],
    [THRESHOLDS.certain, 'certain'],
    [0.8999, 'likely'],
    [THRESHOLDS.likely, 'likely'],
  ])('is the class that has %d, and calls it %s', (probability, confidence) =>
    expect(headline(spread({ 285: probability }, objects), hierarchy)).toEqual({
      kind: 'class',
      index: 285,
      probability,
      confidence,
    }),
  )

  it('is the group when no class is likely but the group is', () => {
    const told = headline(
      spread(
        { 162: 0.31, 420: 0.04 },
        dogs.filter((index) => index !== 162),
      ),
      hierarchy,
    )
    expect(told).toMatchObject({ kind: 'group', best: 162, bestProbability: 0.31 })
    expect(told.kind === 'group' && nameOf(told.group)).toBe('dog')
    expect(told.kind === 'group' && told.probability).toBeCloseTo(0.96, 6)
  })

  it('is the class that has just half, and not its group', () =>
    expect(headline(spread({ 162: THRESHOLDS.likely }, dogs), hierarchy)).toMatchObject({
      kind: 'class',
      index: 162,
    }))

  it('is the most specific of the likely groups', () => {
    const told = headline(spread({ 205: 0.3, 206: 0.2, 207: 0.2, 208: 0.2 }, objects), hierarchy)
    expect(told.kind === 'group' && nameOf(told.group)).toBe('retriever')
  })

  it('is never "thing", which says nothing', () => {
    const told = headline(spread({}, objects), hierarchy)
    expect(told.kind).toBe('unrecognised')
  })

  it('is a guess when neither is likely', () =>
    expect(headline(spread({ 285: 0.4 }, objects), hierarchy)).toMatchObject({
      kind: 'class',
      index: 285,
      confidence: 'guess',
    }))

  it('is that nothing fits when the best class is too weak for a guess', () =>
    expect(headline(spread({ 285: 0.2999 }, objects), hierarchy)).toEqual({
      kind: 'unrecognised',
      best: 285,
      bestProbability: 0.2999,
    }))

  it('is the best class while the groups are not there', () =>
    expect(headline(spread({ 162: 0.1 }, dogs), null)).toEqual({
      kind: 'class',
      index: 162,
      probability: 0.1,
      confidence: 'guess',
    }))

  it('takes the first of equal classes', () =>
    expect(headline(new Float64Array(1000).fill(1 / 1000), hierarchy)).toMatchObject({ best: 0 }))
})

/** Numbers from 0 to 1 that are the same in each run (Park and Miller 1988). */
function* randoms(seed: number): Generator<number, never> {
  let state = seed
  for (;;) {
    state = (state * 48271) % 2147483647
    yield state / 2147483647
  }
}

/** Answers of all kinds: sharp, spread over neighbours of one class, and flat. */
const answers = Array.from({ length: 400 }, (_, seed) => {
  const random = randoms(seed + 1)
  const peak = Math.floor(random.next().value * 1000)
  const height = random.next().value * 14
  const width = 1 + random.next().value * 20
  return softmax(
    Array.from(
      { length: 1000 },
      (_, i) => height * Math.exp(-(((i - peak) / width) ** 2)) + random.next().value,
    ),
  )
})

describe('whatever the network says', () => {
  const told = answers.map((probabilities) => ({ probabilities, answer: headline(probabilities, hierarchy) }))

  it('all three kinds come up', () =>
    expect(new Set(told.map(({ answer }) => answer.kind))).toEqual(
      new Set(['class', 'group', 'unrecognised']),
    ))

  it('the class told is the most probable one', () => {
    for (const { probabilities, answer } of told) {
      const index = answer.kind === 'class' ? answer.index : answer.best
      expect(probabilities[index]).toBe(Math.max(...probabilities))
    }
  })

  it('a group is told only when it reaches the threshold, no group inside does, and no class is likely', () => {
    for (const { probabilities, answer } of told) {
      if (answer.kind !== 'group') continue
      const sums = groupProbabilities(hierarchy, probabilities)
      expect(answer.probability).toBe(sums[answer.group])
      expect(answer.probability).toBeGreaterThanOrEqual(THRESHOLDS.group)
      expect(Math.max(...probabilities)).toBeLessThan(THRESHOLDS.likely)
      for (const inside of groups[answer.group]?.groups ?? [])
        expect(sums[inside]).toBeLessThan(THRESHOLDS.group)
      expect(groups[answer.group]?.id).not.toBe(THING)
    }
  })

  it('no photo goes unrecognised whose best class or group is strong enough', () => {
    for (const { probabilities, answer } of told) {
      if (answer.kind !== 'unrecognised') continue
      expect(answer.bestProbability).toBeLessThan(THRESHOLDS.guess)
      const sums = groupProbabilities(hierarchy, probabilities)
      const strong = [...groups.keys()].filter((group) => (sums[group] ?? 0) >= THRESHOLDS.group)
      expect(strong.filter((group) => groups[group]?.id !== THING)).toEqual([])
    }
  })

  it('more for the best class never makes its answer less sure', () => {
    const rank = { unrecognised: 0, guess: 1, likely: 2, certain: 3 }
    const rankOf = (probabilities: Float64Array) => {
      const answer = headline(probabilities, hierarchy)
      if (answer.kind === 'group') return undefined // another kind of sure
      return rank[answer.kind === 'class' ? answer.confidence : answer.kind]
    }
    for (const probabilities of answers.slice(0, 100)) {
      const best = probabilities.indexOf(Math.max(...probabilities))
      let before = 0
      for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
        const mixed = probabilities.map((p, i) => p * (1 - share) + (i === best ? share : 0))
        const now = rankOf(mixed)
        if (now === undefined) continue
        expect(now).toBeGreaterThanOrEqual(before)
        before = now
      }
    }
  })
})

describe('the likely group', () => {
  const golden = new Float64Array(1000)
  golden[207] = 1
  const sums = groupProbabilities(hierarchy, golden)

  it('of a certain class is the group right above it', () =>
    expect(likelyGroup(hierarchy, sums)).toBe(groupsAbove(hierarchy, 207)[0]))

  it('is none where no group reaches the threshold', () =>
    expect(likelyGroup(hierarchy, new Float64Array(groups.length))).toBeUndefined())
})

it('confidence has three words', () =>
  expect([1, 0.9, 0.6, 0.5, 0.49, 0].map(confidenceOf)).toEqual([
    'certain',
    'certain',
    'likely',
    'likely',
    'guess',
    'guess',
  ]))
