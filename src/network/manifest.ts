/** What `public/model/manifest-HASH.json` says, named by its own hash. Written by the model build, read by the page. */

/** One of the files that lie in the model folder. */
export interface ModelPart {
  /** Relative to the manifest, with the first 16 hex digits of `sha256` in the name. */
  path: string
  /** Size as it is downloaded. */
  bytes: number
  /** SHA-256 as it is downloaded, 64 hex digits. */
  sha256: string
}

/** A file, in parts of about 4 MB: a download that breaks off goes on, and one bad part is fetched again alone. */
export interface ModelFile {
  /** What the file is compressed with; its parts are cut from the compressed file, which all sizes and hashes mean. */
  encoding?: 'gzip'
  /** Of all parts together, in their order. */
  bytes: number
  sha256: string
  parts: ModelPart[]
}

export type Backend = 'engine' | 'webgpu' | 'wasm'

/** One way to store the network. The page takes one that lists the backend it has chosen: the exact one only where a person asks for it. */
export interface ModelVariant {
  /** Short and stable, shown to a person: `fp16`. */
  id: string
  file: ModelFile
  backends: Backend[]
  /** The network to the last digits that the file's size allows; another variant is an approximation of it. */
  exact?: true
  /** The logits that `checkInput('gradient')` gives in this variant: the page tests each backend with it before use. */
  selfTest: {
    logits: number[]
    /** What the engine gives, which computes with integers: the same everywhere, to the bit. */
    engine?: number[]
  }
}

/** How a photo becomes the network's input; torchvision's names and values. */
export interface ModelInput {
  /** The graph input's name. Its shape is `[1, 3, size, size]`, float32. */
  name: string
  /** Side of the centre crop, pixels. */
  size: number
  /** The shorter side is resized to this before the crop, pixels. */
  resize: number
  /** Per channel, RGB, on a scale of 0 to 1. */
  mean: [number, number, number]
  std: [number, number, number]
}

export interface Manifest {
  version: 1
  architecture: string
  input: ModelInput
  /**
   * Names of the graph's outputs. `logits` has the shape `[1, classes]`, before softmax; `maps` is
   * `[1, classes, side, side]`, class activation maps without the bias: the mean of one plus the bias is the logit.
   * `features` is `[1, channels]`, what the linear layer reads: after the last ReLU and the global average pool.
   */
  outputs: { logits: string; maps: string; features: string }
  classes: number
  /** For each class the indices of the nearest by the last layer's weights: `[[282, 285, ...], ...]`. */
  similar: ModelFile
  variants: ModelVariant[]
  weights: {
    /** Digest over all tensors, as `model/keras-weights.ts` defines it. */
    digest: string
    source: string
    license: string
  }
}

/** `public/model/missing.json`: written by `npm start` when the weights can't be had. */
export interface MissingModel {
  /** What was tried, in order, and why each failed. */
  tried: { source: string; reason: string }[]
  /** How to supply the weights, in plain words, one step an entry. */
  remedy: string[]
}
