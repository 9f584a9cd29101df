import { CAT, classesWithin, DOG, type Hierarchy } from '../../classifier/index.ts'

/** Cats and dogs must have this together, or the photo is called neither: more likely than not it shows one of them. */
export const EITHER = 0.5

export interface Shares {
  /** Probabilities: the sums over the classes of domestic cats and of dogs. */
  cat: number
  dog: number
  /** Relative to each other, sum 1; undefined when both together are small, and their ratio says nothing. */
  relative: { cat: number; dog: number } | undefined
}

/** The Keras tutorial's question, answered from the probabilities of all classes, by index. */
export function catAndDog(probabilities: ArrayLike<number>, hierarchy: Hierarchy): Shares {
  const sumOf = (id: string) =>
    classesWithin(hierarchy, id).reduce((sum, index) => sum + (probabilities[index] ?? 0), 0)
  const cat = sumOf(CAT)
  const dog = sumOf(DOG)
  const both = cat + dog
  return { cat, dog, relative: both < EITHER ? undefined : { cat: cat / both, dog: dog / both } }
}
