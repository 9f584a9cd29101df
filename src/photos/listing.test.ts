import { describe, expect, it } from 'vitest'
import { type ErrorCode, type Headline, type Hierarchy, loadHierarchy } from '../classifier/index.ts'
import { type Brief, type Item, WAITING } from './item.ts'
import { ALL, countItems, countKinds, type Filter, listItems, outcomeOf } from './listing.ts'
import { predictions } from './test/fake-classifier.ts'

const hierarchy: Hierarchy = await loadHierarchy()
const CAT = { index: 285, classId: 'n02124075', className: 'Egyptian_cat' }
const DOG = { index: 162, classId: 'n02088364', className: 'beagle' }

const item = (id: number, brief: Brief = WAITING, name = `${id}.jpg`, lastModified = id): Item => ({
  ...{ id, origin: 'chosen', url: undefined, state: { status: 'waiting' }, brief },
  source: new File([], name, { lastModified }),
})

function answered(best: typeof CAT, probability: number, headline?: Headline): Brief {
  const confidence = probability >= 0.9 ? 'certain' : probability >= 0.5 ? 'likely' : 'guess'
  return {
    status: 'answered',
    answer: {
      predictions: [{ ...best, probability }, ...predictions.slice(1)],
      headline: headline ?? { kind: 'class', index: best.index, probability, confidence },
      ...{ width: 4, height: 3, model: 'int8' },
    },
  }
}

const failed = (code: ErrorCode): Brief => ({ status: 'failed', problem: { code, message: '' } })
const group: Headline = { kind: 'group', group: 3, probability: 0.9, best: 162, bestProbability: 0.4 }
const none: Headline = { kind: 'unrecognised', best: 162, bestProbability: 0.1 }

const ITEMS: readonly Item[] = [
  item(1, answered(CAT, 0.95), 'photo 10.jpg'),
  item(2, answered(DOG, 0.6), 'photo 9.jpg'),
  item(3, answered(DOG, 0.4), 'holiday.jpg', 1000),
  item(4, failed('not-an-image'), 'notes.txt'),
  item(5),
  item(6, { status: 'cancelled' }),
  item(7, { status: 'asked' }),
  item(8, failed('internal')),
]

const list = (change: Partial<Filter>, items = ITEMS) =>
  listItems(items, { ...ALL, ...change }, hierarchy).map(({ id }) => id)

describe('an item', () => {
  it.each<[Brief, string]>([
    [answered(CAT, 0.95), 'certain'],
    [answered(CAT, 0.6), 'likely'],
    [answered(CAT, 0.4), 'unsure'],
    [answered(DOG, 0.4, group), 'likely'],
    [answered(DOG, 0.1, none), 'unsure'],
    [failed('internal'), 'failed'],
    [{ status: 'cancelled' }, 'open'],
    [WAITING, 'open'],
  ])('with the answer %j is counted as %s', (brief, outcome) =>
    expect(outcomeOf(item(1, brief))).toBe(outcome),
  )
})

describe('counts', () => {
  it('are those of the outcomes, of what is left and of what can be tried again', () => {
    expect(countItems(ITEMS)).toEqual({
      all: 8,
      outcomes: { certain: 1, likely: 1, unsure: 1, failed: 2, open: 3 },
      left: 2,
      retriable: 2,
    })
  })

  it('of classes and of all groups above them', () => {
    const { classes, groups } = countKinds(ITEMS, hierarchy)
    expect([...classes]).toEqual([
      [285, { name: 'Egyptian_cat', count: 1 }],
      [162, { name: 'beagle', count: 2 }],
    ])
    const named = new Map(Array.from(groups, ([index, count]) => [hierarchy.groups[index]?.name, count]))
    expect([named.get('dog'), named.get('animal')]).toEqual([2, 3])
    expect(countKinds(ITEMS, null).groups.size).toBe(0)
  })
})

describe('the list', () => {
  it('is as added unless told', () => expect(list({})).toEqual([1, 2, 3, 4, 5, 6, 7, 8]))

  it('has those of an outcome, of a class, of a group', () => {
    expect(list({ outcome: 'unsure' })).toEqual([3])
    expect(list({ outcome: 'open' })).toEqual([5, 6, 7])
    expect(list({ shows: { class: 162 } })).toEqual([2, 3])
    const animal = hierarchy.groups.findIndex(({ name }) => name === 'animal')
    expect(list({ shows: { group: animal } })).toEqual([1, 2, 3])
  })

  it('has those whose name or answer has the text, in any case', () => {
    expect(list({ text: ' HOLI' })).toEqual([3])
    expect(list({ text: 'egyptian c' })).toEqual([1])
    expect(list({ text: 'nothing' })).toEqual([])
  })

  it('is sorted by name as a person counts, by time, by answer and by how sure it is', () => {
    const some = ITEMS.slice(0, 5)
    expect(list({ order: 'name' }, some)).toEqual([5, 3, 4, 2, 1])
    expect(list({ order: 'newest' }, some)).toEqual([3, 5, 4, 2, 1])
    expect(list({ order: 'kind' }, some)).toEqual([1, 3, 2, 5, 4])
    expect(list({ order: 'sure' }, some)).toEqual([1, 2, 3, 4, 5])
    expect(list({ order: 'unsure' }, some)).toEqual([3, 2, 1, 4, 5])
  })

  it('leaves the items as they are', () => {
    const before = [...ITEMS]
    list({ order: 'sure' })
    expect(ITEMS).toEqual(before)
  })
})
