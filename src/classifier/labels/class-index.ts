import index from './class-index.json'

/** A class of ImageNet: WordNet id and name, such as `n02124075` and `Egyptian_cat`. */
export interface ClassLabel {
  id: string
  name: string
  /** Indices of the classes that it is easily taken for, the nearest first, where they are known. */
  similar?: readonly number[]
}

/** The 1000 classes of ILSVRC 2012 in the order of the network's outputs. */
export const CLASS_INDEX: readonly ClassLabel[] = Object.entries(index).map(([id, name]) => ({ id, name }))
