import { describe, expect, it } from 'vitest'
import { loadHierarchy } from '../../classifier/index.ts'
import { catAndDog, EITHER } from './shares.ts'

const hierarchy = await loadHierarchy()

function given(values: Record<number, number>): Float64Array {
  const probabilities = new Float64Array(1000)
  for (const [index, probability] of Object.entries(values)) probabilities[Number(index)] = probability
  return probabilities
}

describe('cat and dog', () => {
  it('are sums over their classes, and shares of each other', () => {
    const { cat, dog, relative } = catAndDog(
      given({ 281: 0.3, 285: 0.3, 151: 0.1, 268: 0.1, 900: 0.2 }),
      hierarchy,
    )
    expect(cat).toBeCloseTo(0.6, 12)
    expect(dog).toBeCloseTo(0.2, 12)
    expect(relative?.cat).toBeCloseTo(0.75, 12)
    expect(relative?.dog).toBeCloseTo(0.25, 12)
  })

  it('are neither when both together are small', () => {
    expect(catAndDog(given({ 281: 0.49, 900: 0.51 }), hierarchy).relative).toBeUndefined()
    expect(catAndDog(given({ 281: EITHER, 900: 1 - EITHER }), hierarchy).relative).toBeDefined()
  })

  it.each([269, 286, 291, 150])('have no share in class %d, which is wild or no cat at all', (index) =>
    expect(catAndDog(given({ [index]: 1 }), hierarchy)).toEqual({ cat: 0, dog: 0, relative: undefined }),
  )
})
