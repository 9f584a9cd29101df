/** Pixels of a tile: what one pass over the weights of sixteen outputs computes. */
export const TILE = 2

/**
 * What a kernel is told about its layer: 32-bit fields, written by `../layer.ts` in the same order. All addresses are
 * absolute; pixel tables have a multiple of TILE entries, the last pixel repeated.
 */
@unmanaged
export class Layer {
  /** Table: address of what each pixel reads, the first value of its window. */
  sources: usize
  /** Table: address of what each pixel writes. */
  places: usize
  /** Bytes added to each place. */
  offset: i32
  /** Pixels written, and the tables' entries divided by TILE. */
  pixels: i32
  tiles: i32
  /** Channels read and written, multiples of 4. */
  inputs: i32
  outputs: i32
  /** Bytes from a pixel read to its right neighbour and to the one below. */
  pixelPitch: i32
  rowPitch: i32
  /** Largest code of the activations read, 127 or, where they are wide, 16383; and of those written. */
  largest: i32
  placeLargest: i32
  /**
   * Bytes from an activation to its low seven bits, in the relaxed builds; 0 where it has but seven. Of those read, and of
   * those written. The plain build reads 14 bits as they are.
   */
  low: i32
  placeLow: i32
  /** Batch norm: a scale, then a shift for each input, float32, in steps of the activation. */
  norm: usize
  /** Packed: [outputs / 16][rows][row bytes / 4][4 vectors][16 bytes]. */
  weights: usize
  /** Of the sums: float32 for each output. */
  scale: usize
  bias: usize
  /** Means of the maps plus these are the logits: float32 for each output. */
  logits: usize
  logitBias: usize
}
