/**
 * What the plan and the kernels must agree on, written once: `compile.ts` makes the kernels' `layer.ts` of it. All
 * addresses are absolute; a table has a multiple of `SIZES.TILE` entries, the last pixel repeated.
 */

/** Constants of the kernels. */
export const SIZES = {
  /** Pixels that one pass over the weights of a group computes. */
  TILE: 2,
  /** Tiles that are normalised at once: they and the weights of a group stay in the nearest cache. */
  CHUNK: 24,
  /** Outputs whose weights lie together. */
  GROUP: 16,
} as const

/** As many 64 kB pages as an engine's memory may have: one that is to be shared must say so. */
export const MAXIMUM_PAGES = 1024

/** Fields of a layer, 32 bits each, and their types in AssemblyScript. A kernel reads some of them. */
const FIELDS = {
  /** Table: address of what each pixel reads, the first value of its window. */
  sources: 'usize',
  /** Table: address of what each pixel writes. */
  places: 'usize',
  /** Bytes added to each place. */
  offset: 'i32',
  /** Pixels written. */
  pixels: 'i32',
  /** The tables' entries divided by TILE. */
  tiles: 'i32',
  /** Channels read, a multiple of 4. */
  inputs: 'i32',
  /** Channels written, a multiple of 4. */
  outputs: 'i32',
  /** Bytes from a pixel read to its right neighbour. */
  pixelPitch: 'i32',
  /** Bytes from a pixel read to the one below. */
  rowPitch: 'i32',
  /** Largest code of the activations read: 127 or, where they are wide, 16383. */
  largest: 'i32',
  /** Largest code of the activations written. */
  placeLargest: 'i32',
  /**
   * Bytes from an activation read to its low seven bits, in the relaxed builds; 0 where it has but seven. The plain
   * build reads 14 bits as they are.
   */
  low: 'i32',
  /** The same of the activations written. */
  placeLow: 'i32',
  /** Batch norm: a scale, then a shift for each input, float32, in steps of the activation. */
  norm: 'usize',
  /** Packed: [outputs / GROUP][rows][row bytes / 4][4 vectors][16 bytes]. */
  weights: 'usize',
  /** Of the sums: float32 for each output. */
  scale: 'usize',
  /** Added to the scaled sums: float32 for each output. */
  bias: 'usize',
  /** float32 for each class. */
  logits: 'usize',
  /** Means of the maps plus these are the logits: float32 for each class. */
  logitBias: 'usize',
} as const

export type LayerField = keyof typeof FIELDS
export type LayerFields = Partial<Record<LayerField, number>>

function isField(name: string): name is LayerField {
  return name in FIELDS
}

const NAMES: LayerField[] = Object.keys(FIELDS).filter(isField)

/** The 32-bit words of a layer. Fields that its kernel does not read are 0. */
export function layerWords(fields: LayerFields): number[] {
  return NAMES.map((name) => fields[name] ?? 0)
}

/** Bytes from a layer's address to one of its fields. */
export function fieldOffset(name: LayerField): number {
  return 4 * NAMES.indexOf(name)
}

/** The same as source of the kernels, which import it as `./layer`. */
export function layerSource(): string {
  return [
    ...Object.entries(SIZES).map(([name, value]) => `export const ${name}: i32 = ${value}`),
    '@unmanaged export class Layer {',
    ...Object.entries(FIELDS).map(([name, type]) => `  ${name}: ${type}`),
    '}',
    '',
  ].join('\n')
}
